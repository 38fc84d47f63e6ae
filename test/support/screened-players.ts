import type { SQSEvent, Context } from 'aws-lambda';
import type { Review } from '#domain/kyc/review.ts';
import type { QueueHandler } from '#functions/edge/queue.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openIdentities } from '#stores/kyc/identities.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { openUploadSlots } from '#stores/kyc/upload-slots.ts';
import { openLedger } from '#stores/ledger.ts';
import { sealField } from '#stores/sealing.ts';

const actor = { kind: 'platform', requestId: 'test' } as const;

/** Opens an account whose identity is held since a moment, with a review and an ID number where they are given. */
export async function screenedPlayer(
  now: Date,
  {
    fullName = 'Budi Santoso',
    review,
    identityHash,
  }: Partial<{ fullName: string; review: Partial<Review>; identityHash: string }> = {},
): Promise<string> {
  const playerId = newId();
  const identity = await openSubjectKeys().create(playerId, 'identity');
  const contact = await openSubjectKeys().create(playerId, 'contact');
  const ofIdentity = (field: 'fullName' | 'birthDate' | 'phone', value: string) =>
    sealField(identity.key, { field, recordId: playerId }, value);
  const ofContact = (field: 'email' | 'addressName', value: string) =>
    sealField(contact.key, { field, recordId: playerId }, value);
  const at = now.toISOString();
  // Written as it is after registration, but announced to nobody: mail is not what these tests are about.
  const account = {
    pk: playerId,
    sk: 'account',
    schemaVersion: 1,
    state: 'open',
    jurisdiction: 'ID',
    language: 'en',
    registeredAt: at,
    sessionsValidFrom: at,
    noticeHash: '0'.repeat(64),
    email: ofContact('email', `${playerId}@example.com`),
    addressName: ofContact('addressName', fullName),
    fullName: ofIdentity('fullName', fullName),
    birthDate: ofIdentity('birthDate', '1990-01-01'),
    phone: ofIdentity('phone', '+628111111111'),
  };
  const first: Review = {
    playerId,
    state: 'in-review',
    version: 1,
    waitingSince: now.toISOString(),
    signals: ['screening-error'],
    ...review,
  };
  const key = await openSubjectKeys().openOrCreate(playerId, 'kyc', now);
  const given = { number: '3171011708904321', indexValue: identityHash ?? '', holds: true, shared: false };
  await openLedger().commit({
    writes: [
      { Put: { TableName: 'players', Item: account } },
      identity.write,
      contact.write,
      openReviews().saving(first, undefined),
      ...(await openUploadSlots().holding(playerId, now)),
      ...(identityHash === undefined ? [] : [openIdentities().recording(key, given, { now, current: undefined })]),
    ],
    audit: [],
    actor,
    now,
  });
  return playerId;
}

/** Delivers a message for the n-th time, with some time left; answers whether it was handled. */
export async function deliverAgain(
  handler: QueueHandler,
  message: unknown,
  { receiveCount = 1, remainingMilliseconds = 60_000 } = {},
): Promise<boolean> {
  const attributes = { ApproximateReceiveCount: String(receiveCount) };
  const record = { messageId: newId(), body: JSON.stringify(message), attributes };
  const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => remainingMilliseconds } as Context;
  const { batchItemFailures } = await handler({ Records: [record] } as unknown as SQSEvent, context);
  return batchItemFailures.length === 0;
}
