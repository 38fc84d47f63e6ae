import { AwsError } from '../../aws-error.ts';
import { readList, readText, requireMembers, type Members } from '../../json-members.ts';
import { sizeOfItem } from '../item-size.ts';
import type { Operation, Parts } from '../parts.ts';
import { identityOf, planWrite, runWrite, type PlannedWrite, type WriteKind } from '../planned-write.ts';
import { invalid } from '../refusals.ts';
import { digestOf, isRepeated, rememberToken } from '../request-tokens.ts';
import { refuseEntryCount } from '../transaction-size.ts';

const bytesMax = 4 * 1024 * 1024;
const kinds: readonly WriteKind[] = ['Put', 'Update', 'Delete', 'ConditionCheck'];
const requiredMembers: Partial<Record<WriteKind, string>> = {
  ConditionCheck: 'ConditionExpression',
  Update: 'UpdateExpression',
};

function planEntry(parts: Parts, entry: Members): PlannedWrite {
  const [kind, ...others] = kinds.filter((name) => (entry[name] ?? undefined) !== undefined);
  if (kind === undefined || others.length > 0) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const request = requireMembers(entry, kind);
  const required = requiredMembers[kind];
  if (required !== undefined && readText(request, required) === undefined) {
    throw invalid(`The ${required} of ${kind} must not be null`);
  }
  return planWrite(parts, kind, request);
}

function planEntries(parts: Parts, entries: Members[]): PlannedWrite[] {
  refuseEntryCount(entries.length);
  const writes = entries.map((entry) => planEntry(parts, entry));
  if (new Set(writes.map(identityOf)).size !== writes.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  return writes;
}

/** Why one entry stands in the way, or that it does not. */
function tryWrite(parts: Parts, write: PlannedWrite): { reason: Record<string, unknown>; bytes: number } {
  try {
    const { after } = runWrite(parts, write);
    return { reason: { Code: 'None' }, bytes: sizeOfItem(after ?? {}) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code === 'ConditionalCheckFailedException' ? 'ConditionalCheckFailed' : 'ValidationError';
    return { reason: { Code: code, Message: error.message, ...error.members }, bytes: 0 };
  }
}

function runAll(parts: Parts, writes: PlannedWrite[]): void {
  const outcomes = writes.map((write) => tryWrite(parts, write));
  const reasons = outcomes.map(({ reason }) => reason);
  if (reasons.some((reason) => reason['Code'] !== 'None')) {
    const codes = reasons.map((reason) => String(reason['Code'])).join(', ');
    throw new AwsError(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      { members: { CancellationReasons: reasons } },
    );
  }
  if (outcomes.reduce((total, { bytes }) => total + bytes, 0) > bytesMax) {
    throw invalid('Collection size of the items in the transaction exceeds the limit of 4MB');
  }
}

/**
 * TransactWriteItems: up to 100 writes and checks, all or nothing; repeating it with the same client request token
 * within 10 minutes changes nothing. Throws TransactionCanceledException with one reason for each entry.
 */
export const transactWriteItems: Operation = (parts, input) => {
  const writes = planEntries(parts, readList(input, 'TransactItems'));
  const token = readText(input, 'ClientRequestToken');
  const digest = digestOf(input['TransactItems']);
  parts.storage.transaction(() => {
    if (token !== undefined && isRepeated(parts, token, digest)) return;
    runAll(parts, writes);
    if (token !== undefined) rememberToken(parts, token, digest);
  });
  return {};
};
