import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const because = 'It names no person, cannot be turned back into an address and is gone within two hours.';

/** What limits per network leave behind for a while (C28). */
export const abuseFields = {
  networkName: {
    schema: () => z.string().regex(/^[\w-]{43}$/),
    label: { en: 'Keyed name of the network of a request', id: 'Nama bersandi jaringan sebuah permintaan' },
    category: 'device',
    purposes: { security: 'legitimate-interest' },
    retention: 'attempt',
    homes: { limits: 'pk' },
    cover: 'blind-indexed',
    inLogs: 'never',
    inExport: { included: false, because },
    onErasure: { action: 'delete' },
  },
  networkLastAt: {
    schema: () => z.int(),
    label: { en: 'When a network failed last', id: 'Kapan sebuah jaringan terakhir gagal' },
    category: 'behavioural',
    purposes: { 'fraud-prevention': 'legitimate-interest' },
    retention: 'attempt',
    homes: { limits: 'lastAtSeconds' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: { included: false, because },
    onErasure: { action: 'delete' },
  },
} as const satisfies Record<string, FieldDeclaration>;
