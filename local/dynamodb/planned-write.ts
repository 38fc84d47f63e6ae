import { AwsError } from '../aws-error.ts';
import { readText, requireMembers, requireText, type Members } from '../json-members.ts';
import { parseItem, type Item } from './attribute-value.ts';
import { applyUpdate } from './expression/apply-update.ts';
import { compileExpressions } from './expression/compile.ts';
import { holds } from './expression/evaluate-condition.ts';
import { pathsOfUpdate, type Condition, type Path, type Update } from './expression/syntax.ts';
import { locateItem, locateKey, type Location } from './keys.ts';
import type { Parts } from './parts.ts';
import { invalid, invalidParameter } from './refusals.ts';
import type { Table } from './table.ts';

/** The kinds of write, by their names in TransactWriteItems. */
export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write that was checked and parsed, but has read nothing yet. */
export interface PlannedWrite {
  kind: WriteKind;
  table: Table;
  location: Location;
  condition?: Condition;
  /** Whether a failed condition answers the item that failed it. */
  returnsItemOnFailure: boolean;
  /** Paths that an update writes, for UPDATED_OLD and UPDATED_NEW. */
  touched: Path[];
  /** The item after the write; undefined deletes it. */
  next(before: Item | undefined): Item | undefined;
}

function refuseKeyUpdates(table: Table, update: Update): void {
  const name = pathsOfUpdate(update)
    .map((path) => path[0])
    .find((step) => step === table.hashKey || step === table.rangeKey);
  if (name === undefined) return;
  throw invalid(`${invalidParameter}Cannot update attribute ${name}. This attribute is part of the key`);
}

function planTarget(
  table: Table,
  kind: WriteKind,
  request: { input: Members; update: Update | undefined },
): Pick<PlannedWrite, 'location' | 'next'> {
  if (kind === 'Put') {
    const item = parseItem(requireMembers(request.input, 'Item'));
    return { location: locateItem(table, item), next: () => item };
  }
  const key = parseItem(requireMembers(request.input, 'Key'));
  const location = locateKey(table, key);
  if (kind === 'Delete') return { location, next: () => undefined };
  if (kind === 'ConditionCheck') return { location, next: (before) => before };
  const { update } = request;
  return { location, next: (before) => (update ? applyUpdate(update, before ?? key) : (before ?? key)) };
}

/** Checks and parses one write. Throws ValidationException or ResourceNotFoundException. */
export function planWrite(parts: Parts, kind: WriteKind, input: Members): PlannedWrite {
  const table = parts.tables.require(requireText(input, 'TableName'));
  const { condition, update } = compileExpressions(input);
  if (update !== undefined) refuseKeyUpdates(table, update);
  return {
    kind,
    table,
    ...planTarget(table, kind, { input, update }),
    ...(condition && { condition }),
    returnsItemOnFailure: readText(input, 'ReturnValuesOnConditionCheckFailure') === 'ALL_OLD',
    touched: update ? pathsOfUpdate(update) : [],
  };
}

/**
 * Carries a planned write out, inside a transaction. Throws ConditionalCheckFailedException, with the item if the
 * request asked for it.
 */
export function runWrite(parts: Parts, write: PlannedWrite): { before: Item | undefined; after: Item | undefined } {
  const before = parts.items.read(write.table, write.location);
  if (write.condition !== undefined && !holds(write.condition, before ?? {})) {
    const members = write.returnsItemOnFailure && before ? { Item: before } : {};
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { members });
  }
  const after = write.next(before);
  if (write.kind !== 'ConditionCheck') parts.items.write(write.table, write.location, { before, after });
  return { before, after };
}

/** A text that two writes share exactly when they concern the same item. */
export function identityOf({ table, location }: PlannedWrite): string {
  return [table.name, Buffer.from(location.hash).toString('hex'), Buffer.from(location.range).toString('hex')].join(
    '~',
  );
}
