import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import { localAccount } from '../../identity.ts';
import { readFlag, requireText, type Members } from '../../json-members.ts';
import { describeTable } from '../describe-table.ts';
import type { Operation, Parts } from '../parts.ts';
import { invalid, tableNotFound } from '../refusals.ts';
import type { Table } from '../table.ts';

function momentOf({ history }: Parts, recovery: NonNullable<Table['recovery']>, input: Members): number {
  const { earliestMs, latestMs } = history.windowOf(recovery);
  const wanted = input['RestoreDateTime'] ?? undefined;
  if (wanted === undefined && !readFlag(input, 'UseLatestRestorableTime')) {
    throw invalid('Either RestoreDateTime or UseLatestRestorableTime must be given');
  }
  if (wanted === undefined) return latestMs;
  if (typeof wanted !== 'number') throw new AwsError('SerializationException', 'RestoreDateTime must be a number');
  const atMs = wanted * 1000;
  if (atMs >= earliestMs && atMs <= latestMs) return atMs;
  throw new AwsError(
    'InvalidRestoreTimeException',
    `RestoreDateTime must be between ${new Date(earliestMs).toISOString()} and ${new Date(latestMs).toISOString()}`,
  );
}

/** Keys, indexes, encryption and billing of the source; no stream, time to live, recovery or deletion protection. */
function makeTarget({ region, clock }: Parts, source: Table, name: string): Table {
  const { stream: _stream, timeToLiveAttribute: _attribute, recovery: _recovery, ...kept } = source;
  return {
    ...kept,
    name,
    arn: `arn:aws:dynamodb:${region}:${localAccount}:table/${name}`,
    id: randomUUID(),
    createdAtSeconds: clock.now() / 1000,
    deletionProtected: false,
  };
}

/**
 * RestoreTableToPointInTime: the items of a moment as a new table beside, ACTIVE at once. What AWS does not carry over is
 * not carried over: stream, time to live, recovery, deletion protection. Throws TableNotFoundException,
 * PointInTimeRecoveryUnavailableException, InvalidRestoreTimeException, TableAlreadyExistsException.
 */
export const restoreTableToPointInTime: Operation = (parts, input) => {
  const [sourceName, name] = [requireText(input, 'SourceTableName'), requireText(input, 'TargetTableName')];
  const source = parts.tables.find(sourceName);
  if (source === undefined) throw tableNotFound(sourceName);
  if (source.recovery === undefined) {
    throw new AwsError(
      'PointInTimeRecoveryUnavailableException',
      `Point in time recovery is not enabled for table '${sourceName}'`,
    );
  }
  if (parts.tables.find(name) !== undefined) {
    throw new AwsError('TableAlreadyExistsException', `Table already exists: ${name}`);
  }
  const atMs = momentOf(parts, source.recovery, input);
  const target = makeTarget(parts, source, name);
  parts.storage.transaction(() => {
    parts.history.restore(source, name, atMs);
    parts.items.reindex(target);
    parts.tables.save(target);
  });
  const RestoreSummary = { SourceTableArn: source.arn, RestoreDateTime: atMs / 1000, RestoreInProgress: false };
  return { TableDescription: { ...describeTable(target, parts.items.count(target)), RestoreSummary } };
};
