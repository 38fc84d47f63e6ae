import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

/** Longer than a run of any sweep, so that one that died is followed by the next. */
const leaseSeconds = 600;

/** Lets one run of a sweep act at a time: a schedule may fire twice, and what runs log is not undone by a lost race. */
export interface SweepLeases {
  /** Takes the lease for a run; false while another run holds it. It ends by itself after ten minutes. */
  take(sweep: string, holder: string, now: Date): Promise<boolean>;
  /** Gives the lease back, unless another run has taken it meanwhile. */
  release(sweep: string, holder: string): Promise<void>;
}

/** Opens the leases of sweeps. Needs `TABLE_JOBS`. */
export function openSweepLeases(): SweepLeases {
  return { take, release };
}

const keyOf = (sweep: string) => ({ pk: `sweep#${sweep}`, sk: 'job' });

async function take(sweep: string, holder: string, now: Date): Promise<boolean> {
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const endsAtSeconds = nowSeconds + leaseSeconds;
  const put = documentClient().send(
    new PutCommand({
      TableName: setting('TABLE_JOBS'),
      Item: { ...keyOf(sweep), schemaVersion: 1, attemptId: holder, endsAtSeconds, expiresAtSeconds: endsAtSeconds },
      ConditionExpression: 'attribute_not_exists(pk) OR endsAtSeconds <= :now OR attemptId = :holder',
      ExpressionAttributeValues: { ':now': nowSeconds, ':holder': holder },
    }),
  );
  return isDone(put);
}

async function release(sweep: string, holder: string): Promise<void> {
  const deletion = documentClient().send(
    new DeleteCommand({
      TableName: setting('TABLE_JOBS'),
      Key: keyOf(sweep),
      ConditionExpression: 'attemptId = :holder',
      ExpressionAttributeValues: { ':holder': holder },
    }),
  );
  await isDone(deletion);
}

/** Whether a conditional write was done. */
async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
