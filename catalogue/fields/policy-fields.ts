import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const purposes = { accountability: 'legal-obligation' } as const;
const included = { included: true } as const;
const proof = {
  action: 'keep',
  ground: 'It proves what you were told and agreed to (UU 27/2022 art. 24; GDPR arts 5(2) and 7(1)).',
} as const;
const deleted = { action: 'delete' } as const;
const moment = () => z.iso.datetime();

/** What an account was told of versions of this policy, and what its owner said to them (C87-C90). */
export const policyFields = {
  policyMailed: {
    schema: () => z.int(),
    label: {
      en: 'Version of this policy that you were last written to about',
      id: 'Versi kebijakan ini yang terakhir kami suratkan kepada Anda',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyMailed' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: included,
    onErasure: proof,
  },
  policyConsentDue: {
    schema: () => z.int(),
    label: {
      en: 'Version of this policy that waits for your consent',
      id: 'Versi kebijakan ini yang menunggu persetujuan Anda',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyConsentDue' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: included,
    onErasure: deleted,
  },
  policyConsentDueTime: {
    schema: moment,
    label: {
      en: 'From when your consent to this policy is needed',
      id: 'Sejak kapan persetujuan Anda atas kebijakan ini diperlukan',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyConsentDueFrom' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: included,
    onErasure: deleted,
  },
  policyToAcknowledge: {
    schema: () => z.int(),
    label: {
      en: 'Version of this policy that waits for your acknowledgement',
      id: 'Versi kebijakan ini yang menunggu tanda terima Anda',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyToAcknowledge' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: included,
    onErasure: deleted,
  },
  policyDecision: {
    schema: () => z.enum(['consented', 'acknowledged', 'acknowledged-by-use']),
    label: {
      en: 'Whether you consented to a version of this policy or took note of it',
      id: 'Apakah Anda menyetujui suatu versi kebijakan ini atau mengetahuinya',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyDecision' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: included,
    onErasure: proof,
  },
  policyDecisionVersion: {
    schema: () => z.int(),
    label: {
      en: 'Version of this policy that you answered',
      id: 'Versi kebijakan ini yang Anda jawab',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyVersion' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: included,
    onErasure: proof,
  },
  policyDecisionTime: {
    schema: moment,
    label: {
      en: 'When you answered a version of this policy',
      id: 'Waktu Anda menjawab suatu versi kebijakan ini',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyDecidedAt' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: included,
    onErasure: proof,
  },
  policyDecisionLanguage: {
    schema: () => z.enum(['en', 'id']),
    label: {
      en: 'Language in which you were shown this policy',
      id: 'Bahasa kebijakan ini yang ditampilkan kepada Anda',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyLanguage' },
    cover: 'plain',
    plainBecause: 'language',
    inLogs: 'never',
    inExport: included,
    onErasure: proof,
  },
  policyDecisionText: {
    schema: () => z.string().regex(/^[0-9a-f]{64}$/),
    label: {
      en: 'Hash of the text of this policy that you answered',
      id: 'Hash teks kebijakan ini yang Anda jawab',
    },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { players: 'policyTextHash' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'never',
    inExport: included,
    onErasure: proof,
  },
} as const satisfies Record<string, FieldDeclaration>;
