import type { FieldName } from '#catalogue/index.ts';
import { attributesOf, type AttributeField } from './attributes.table.ts';
import { sourceOf, type ExportSource } from './sources.ts';

/** A row as it lies in a table. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** A record of a copy: what kind of record, then its fields by the names of the catalogue. */
export type ExportRecord = Readonly<Record<string, unknown>>;

const textAt = (row: StoredRow, attribute: string): string => {
  const value = row[attribute];
  return typeof value === 'string' ? value : '';
};

const endOfKey = (row: StoredRow): string => textAt(row, 'sk').slice(textAt(row, 'sk').lastIndexOf('#') + 1);

/** What stands for a record when one attribute can hold fields of two kinds; absent: the attribute is left out there. */
const chosen: Readonly<Partial<Record<ExportSource, Readonly<Record<string, Readonly<Record<string, FieldName>>>>>>> = {
  identity: {
    state: { document: 'documentState', review: 'reviewState' },
    reason: { document: 'documentReason', review: 'reviewReason' },
    decidedAt: {
      document: 'documentDecisionTime',
      review: 'reviewDecisionTime',
      'due-diligence': 'reviewDecisionTime',
    },
    outcome: { 'due-diligence': 'verificationOutcome' },
  },
  /** A message says by its kind what it was about; ids of records mean another thing for each kind. */
  messages: { recordId: {} },
  announcements: { recordId: {} },
  exports: { pk: {} },
  evidence: {
    at: { erasure: 'erasureTime' },
    actorId: { player: 'auditActor' },
    pk: {
      session: 'sessionId',
      'factor-removal': 'factorRemovalId',
      document: 'documentId',
      deposit: 'depositId',
      request: 'requestId',
    },
  },
};

const firstPart = (key: string): string => key.split('#')[0] ?? key;
const kindOfExport = (key: string): string =>
  /^[0-9a-z]{26}$/.test(key) ? 'export' : key.slice(key.indexOf('#') + 1).replace(/#.*/, '');

/** What kind of record a row is: the beginning of its key. */
export function kindOf(source: ExportSource, row: StoredRow): string {
  if (source === 'sessions') return 'session';
  if (source === 'messages') return 'message';
  if (source === 'evidence') return firstPart(textAt(row, 'pk'));
  const key = textAt(row, 'sk');
  if (source === 'exports') return kindOfExport(key);
  return firstPart(source === 'credentials' ? key.replace(/^factor#/, '') : key);
}

function fieldAt(source: ExportSource, attribute: string, row: StoredRow): AttributeField | undefined {
  const fields = attributesOf[source][attribute] ?? [];
  const choices = chosen[source]?.[attribute];
  if (choices === undefined) return fields.length === 1 ? fields[0] : undefined;
  const kind = source === 'evidence' && attribute === 'actorId' ? textAt(row, 'actorKind') : kindOf(source, row);
  return fields.find(({ field }) => field === choices[kind]);
}

/** A value of a row that goes into the copy. */
export interface HeldValue {
  field: FieldName;
  value: unknown;
  sealedUnder: AttributeField['sealedUnder'];
}

/** The values of a row that go into the copy, sealed ones still sealed. */
export function heldValues(source: ExportSource, row: StoredRow): HeldValue[] {
  return Object.entries(row).flatMap(([attribute, value]) => {
    const found = fieldAt(source, attribute, row);
    if (found?.included !== true) return [];
    const plain = attribute === 'pk' && typeof value === 'string' ? value.slice(value.indexOf('#') + 1) : value;
    return [{ field: found.field, value: plain, sealedUnder: found.sealedUnder }];
  });
}

/** What is no field and yet says what a record is: its kind, its time, and as what somebody acted; never who of the staff. */
export function describedRecord(source: ExportSource, row: StoredRow): Record<string, unknown> {
  const kind = kindOf(source, row);
  if (source === 'identity' && kind === 'document') return { record: kind, documentId: endOfKey(row) };
  if (source === 'activity' && kind.startsWith('login')) return { record: kind, loginId: endOfKey(row) };
  if (source !== 'evidence') return { record: kind };
  return { record: kind, at: textAt(row, 'at'), by: textAt(row, 'actorKind') };
}

/** The id under which a sealed value of a row was sealed. */
export function sealedRecordId(source: ExportSource, row: StoredRow, playerId: string): string {
  if (source === 'payments') return textAt(row, 'depositId');
  if (source === 'requests') return playerId + endOfKey(row);
  if (source === 'credentials') return textAt(row, 'passkeyId') || playerId;
  if (source === 'activity') {
    const isDevice = kindOf(source, row) === 'device';
    return isDevice ? `device-${textAt(row, 'deviceHash').slice(0, 16)}` : endOfKey(row);
  }
  if (source !== 'account' || textAt(row, 'sk') === 'account') return playerId;
  return textAt(row, 'changeId') || endOfKey(row);
}

/** Actions that would tell somebody that they were compared with lists: the law forbids it. */
const untold = /screen/;

/** Whether a row goes into the copy: not after its end, and not where telling is forbidden. */
export function isTold(source: ExportSource, row: StoredRow): boolean {
  if (source === 'identity') return textAt(row, 'sk') !== 'screening';
  return source !== 'evidence' || !untold.test(textAt(row, 'action'));
}

/** The columns of a source in the order of the catalogue. */
export function columnsOf(source: ExportSource): string[] {
  const fields = Object.values(attributesOf[source])
    .flat()
    .filter(({ included }) => included)
    .map(({ field }) => field);
  const described = sourceOf(source).home === 'evidence' ? ['record', 'at', 'by'] : ['record'];
  return [...described, ...new Set(fields)];
}
