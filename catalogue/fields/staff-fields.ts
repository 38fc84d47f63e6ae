import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const own = { included: false, because: 'It is about a member of staff, who sees it in the console.' } as const;
const purposes = { security: 'legal-obligation', accountability: 'legal-obligation' } as const;
const deleted = { action: 'delete' } as const;

/** The staff register (C3, C66). A member's address lives in the identity provider of the region and nowhere here. */
export const staffFields = {
  staffId: {
    schema: () => z.string(),
    label: { en: 'Staff id', id: 'ID staf' },
    category: 'personal',
    purposes,
    retention: 'employment',
    homes: { staff: 'pk', evidence: 'actorId', breaches: 'authors', policies: 'authors', 'function-logs': 'actorId' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'plain',
    inExport: own,
    onErasure: { action: 'keep', ground: 'Who looked at personal data stays on record for as long as the record.' },
  },
  staffApprovals: {
    schema: () => z.array(z.object({ staffId: z.string(), approvedAt: z.iso.datetime() })),
    label: { en: 'Approvals that a member of staff gave', id: 'Persetujuan yang diberikan anggota staf' },
    category: 'personal',
    purposes: purposes,
    retention: 'breach-record',
    homes: { breaches: 'approvals', policies: 'approvals' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'never',
    inExport: own,
    onErasure: { action: 'keep', ground: 'Who approved a notice is part of the breach register (GDPR art. 33(5)).' },
  },
  staffEmailIndex: {
    schema: () => z.string().regex(/^v1\.[\w-]{43}$/),
    label: {
      en: 'Blind index of the address of a member of staff',
      id: 'Indeks buta alamat email anggota staf',
    },
    category: 'personal',
    purposes,
    retention: 'employment',
    homes: { staff: 'emailIndex' },
    cover: 'blind-indexed',
    inLogs: 'never',
    inExport: own,
    onErasure: deleted,
  },
  staffRoles: {
    schema: () => z.array(z.string()),
    label: { en: 'Roles of a member of staff', id: 'Peran anggota staf' },
    category: 'personal',
    purposes,
    retention: 'employment',
    homes: { staff: 'roles' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: own,
    onErasure: deleted,
  },
  staffState: {
    schema: () => z.enum(['active', 'disabled']),
    label: { en: 'State of a member of staff', id: 'Status anggota staf' },
    category: 'personal',
    purposes,
    retention: 'employment',
    homes: { staff: 'state' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: own,
    onErasure: deleted,
  },
} as const satisfies Record<string, FieldDeclaration>;
