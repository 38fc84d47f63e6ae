import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { auditWrite } from './audit-item.ts';
import { documentClient } from './clients.ts';
import type { Commitment } from './commitment.ts';
import { Conflict, Unavailable } from './failures.ts';
import { newId } from './ids.ts';
import { outboxWrite } from './outbox-item.ts';

/** The one door through which changes enter the tables. */
export interface Ledger {
  /**
   * Writes the changes, their audit rows and their outbox rows in ONE transaction and answers the ids of the events.
   * Throws `Conflict` when a condition no longer holds and `Unavailable` when the attempts are used up.
   */
  commit(commitment: Commitment): Promise<{ eventIds: readonly string[] }>;
}

/** Attempts in all when DynamoDB cancels for contention or throttling; each waits twice as long, with jitter. */
const attemptsMax = 5;
const firstPauseMilliseconds = 20;

/** Opens the ledger. Nothing happens until the first commit. */
export function openLedger(): Ledger {
  return { commit };
}

async function commit(commitment: Commitment): Promise<{ eventIds: readonly string[] }> {
  const events = (commitment.events ?? []).map((event) => ({ eventId: newId(), event }));
  const transaction: TransactWriteCommandInput = {
    ClientRequestToken: commitment.token ?? randomUUID(),
    TransactItems: [
      ...commitment.writes,
      ...commitment.audit.map((entry) => auditWrite(entry, commitment)),
      ...events.map(({ eventId, event }) => outboxWrite(eventId, event, commitment.now)),
    ],
  };
  await sendWithRetries(transaction);
  return { eventIds: events.map(({ eventId }) => eventId) };
}

async function sendWithRetries(transaction: TransactWriteCommandInput): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await documentClient().send(new TransactWriteCommand(transaction));
      return;
    } catch (error) {
      if (!isTransient(error) || attempt === attemptsMax) throw failureOf(error);
      await pause(randomInt(firstPauseMilliseconds * 2 ** attempt));
    }
  }
}

const transientReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
function reasonCodes(error: TransactionCanceledException): string[] {
  return (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
}

/** All cancellation reasons are read: one failed condition decides, whatever else was contended. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return error instanceof Unavailable;
  const codes = reasonCodes(error);
  return !codes.includes('ConditionalCheckFailed') && codes.some((code) => transientReasons.has(code));
}

function failureOf(error: unknown): unknown {
  if (isTransient(error)) return error instanceof Unavailable ? error : new Unavailable('DynamoDB', error);
  if (!(error instanceof TransactionCanceledException)) return error;
  const failed = reasonCodes(error).flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
  return failed.length > 0 ? new Conflict(failed) : error;
}
