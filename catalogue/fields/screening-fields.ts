import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const dueDiligence = {
  action: 'keep',
  ground: 'Anti-money-laundering law makes us keep due-diligence records.',
} as const;
const checks = { 'eligibility-check': 'legal-obligation', 'fraud-prevention': 'legitimate-interest' } as const;
/** Telling would warn whom the law forbids to warn (tipping off). */
const withheld = {
  included: false,
  because: 'Anti-money-laundering law forbids to tell whether and how somebody was compared with lists.',
} as const;

/** The comparison of players with lists of fraudsters and sanctioned people (C31). */
export const screeningFields = {
  screeningOutcome: {
    schema: () => z.enum(['no-hit', 'possible', 'confirmed', 'error']),
    label: { en: 'Outcome of the comparison with fraud lists', id: 'Hasil pembandingan dengan daftar penipuan' },
    category: 'kyc',
    purposes: checks,
    retention: 'kyc',
    homes: { kyc: 'outcome' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
  screeningScore: {
    schema: () => z.number().min(0).max(1),
    label: { en: 'How alike an entry on a fraud list is', id: 'Tingkat kemiripan dengan entri daftar penipuan' },
    category: 'kyc',
    purposes: checks,
    retention: 'kyc',
    homes: { kyc: 'score' },
    cover: 'plain',
    plainBecause: 'count',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
  screeningMatches: {
    schema: () => z.int().min(0),
    label: { en: 'How many entries of a fraud list may be you', id: 'Jumlah entri daftar penipuan yang mungkin Anda' },
    category: 'kyc',
    purposes: checks,
    retention: 'kyc',
    homes: { kyc: 'matchCount' },
    cover: 'plain',
    plainBecause: 'count',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
  screeningListVersion: {
    schema: () => z.string(),
    label: { en: 'Version of the fraud list', id: 'Versi daftar penipuan' },
    category: 'kyc',
    purposes: checks,
    retention: 'kyc',
    homes: { kyc: 'listVersion' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
  screeningTime: {
    schema: () => z.iso.datetime(),
    label: { en: 'Time of the comparison with fraud lists', id: 'Waktu pembandingan dengan daftar penipuan' },
    category: 'kyc',
    purposes: checks,
    retention: 'kyc',
    homes: { kyc: 'screenedAt' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
  screeningClearance: {
    schema: () => z.looseObject({ conclusion: z.string(), staffId: z.string(), reviewedAt: z.string() }),
    label: {
      en: 'What a reviewer concluded about it, who and when',
      id: 'Kesimpulan peninjau tentangnya, oleh siapa dan kapan',
    },
    category: 'kyc',
    purposes: checks,
    retention: 'kyc',
    homes: { kyc: 'clearance' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
  /** About third persons, who are no players: what an operator brings is compared and never changed. */
  listedPerson: {
    schema: () => z.instanceof(Uint8Array),
    label: {
      en: 'Lists of fraudsters that players are compared with',
      id: 'Daftar penipu yang dibandingkan dengan pemain',
    },
    category: 'kyc',
    purposes: { 'fraud-prevention': 'legitimate-interest' },
    retention: 'kyc',
    homes: { 'screening-lists': 'body' },
    cover: 'encrypted-object',
    keyClass: 'kyc',
    inLogs: 'never',
    inExport: withheld,
    onErasure: dueDiligence,
  },
} as const satisfies Record<string, FieldDeclaration>;
