import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const register = {
  action: 'keep',
  ground: 'Breaches are documented for the regulator (GDPR art. 33(5); UU 27/2022 art. 46).',
} as const;
const purposes = { 'breach-notice': 'legal-obligation', accountability: 'legal-obligation' } as const;

/** Whom an incident concerned, and what of theirs (C69-C71). */
export const breachFields = {
  breachExposedFields: {
    schema: () => z.array(z.string()),
    label: { en: 'Which of your data an incident exposed', id: 'Data Anda yang terungkap dalam insiden' },
    category: 'personal',
    purposes,
    retention: 'breach-record',
    homes: { breaches: 'exposedFields' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: register,
  },
  breachNoticeState: {
    schema: () => z.string(),
    label: { en: 'Whether you were told of an incident', id: 'Status pemberitahuan insiden kepada Anda' },
    category: 'personal',
    purposes,
    retention: 'breach-record',
    homes: { breaches: 'state', notifications: 'recordShard' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: register,
  },
  heldSince: {
    schema: () => z.iso.datetime(),
    label: { en: 'Since when a store holds data of yours', id: 'Sejak kapan data Anda disimpan' },
    category: 'personal',
    purposes,
    retention: 'contact',
    homes: { holdings: 'heldFrom', kyc: 'heldFrom', players: 'heldFrom', payments: 'heldFrom' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: register,
  },
} as const satisfies Record<string, FieldDeclaration>;
