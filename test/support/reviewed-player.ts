import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { KeyClass } from '#catalogue/key-classes.ts';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import type { RiskSignal } from '#domain/kyc/risk.ts';
import { reviewWithDocument } from '#domain/kyc/review.ts';
import type { HttpHandler } from '#functions/edge/http.ts';
import type { StaffRole } from '#lib/route-row.ts';
import { documentClient } from '#stores/clients.ts';
import type { Write } from '#stores/commitment.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openDocuments } from '#stores/kyc/documents.ts';
import { openIdentities } from '#stores/kyc/identities.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { sealField } from '#stores/sealing.ts';
import { callRoute } from './handler-calls.ts';

/** What a player whose identity waits for review gave. */
export const reviewedValues = { fullName: 'Wulan Kusuma', birthDate: '1990-06-15', identityNumber: '3171011708904321' };

/** A player whose identity waits for review. */
export interface ReviewedPlayer {
  playerId: string;
  documentId: string;
  emailIndex: string;
}

const put = async ({ Put }: Write): Promise<void> => {
  if (Put === undefined) throw new Error('Only puts are written without a transaction');
  await documentClient().send(new PutCommand(Put));
};

async function makeKey<Class extends KeyClass>(playerId: string, keyClass: Class) {
  const { key, write } = await openSubjectKeys().create(playerId, keyClass);
  await put(write);
  return key;
}

/** Writes an account with a document, a number and a review, as the routes of players leave them. */
export async function newReviewedPlayer(now: Date, signals: readonly RiskSignal[] = []): Promise<ReviewedPlayer> {
  const [playerId, documentId] = [newId(), newId()];
  const at = now.toISOString();
  const [identity, contact, kyc] = [
    await makeKey(playerId, 'identity'),
    await makeKey(playerId, 'contact'),
    await makeKey(playerId, 'kyc'),
  ];
  const { fullName, birthDate, identityNumber } = reviewedValues;
  const emailIndex = `v1.${playerId}`;
  const account = {
    pk: playerId,
    sk: 'account',
    schemaVersion: 1,
    state: 'open',
    jurisdiction: 'ID',
    language: 'id',
    registeredAt: at,
    sessionsValidFrom: at,
    noticeHash: '0'.repeat(64),
    emailIndex,
    email: sealField(contact, { field: 'email', recordId: playerId }, 'wulan@example.com'),
    addressName: sealField(contact, { field: 'addressName', recordId: playerId }, 'Wulan'),
    fullName: sealField(identity, { field: 'fullName', recordId: playerId }, fullName),
    birthDate: sealField(identity, { field: 'birthDate', recordId: playerId }, birthDate),
  };
  await put({ Put: { TableName: 'players', Item: account } });
  const document: DocumentRecord = {
    playerId,
    documentId,
    kind: 'identity-document',
    mediaType: 'image/jpeg',
    byteCount: 100,
    state: 'in-review',
    offeredAt: at,
    slotEndsAtSeconds: 0,
    versionId: 'v1',
    claimedAt: at,
    decidedAt: at,
  };
  await put(openDocuments().offering(document));
  const given = { number: identityNumber, indexValue: `v1.${playerId}`, holds: true, shared: false };
  await put(openIdentities().recording(kyc, given, { now, current: undefined }));
  await put(openReviews().saving(reviewWithDocument(undefined, { playerId, now, signals }), undefined));
  return { playerId, documentId, emailIndex };
}

/** A member of staff as the register knows them. */
export interface RegisteredStaff {
  staffId: string;
  roles: readonly StaffRole[];
}

/** Writes a member of staff into the register. */
export async function newRegisteredStaff(roles: readonly StaffRole[], emailIndex?: string): Promise<RegisteredStaff> {
  const staffId = newId();
  const Item = { pk: staffId, sk: 'staff', schemaVersion: 1, state: 'active', roles, emailIndex };
  await documentClient().send(new PutCommand({ TableName: 'staff', Item }));
  return { staffId, roles };
}

/** Makes handlers of this process serve staff, or players again. */
export function serveRoutesOf(caller: 'staff' | 'player'): void {
  process.env['ROUTE_CALLER'] = caller;
  process.env['ROUTE_ROLES'] = 'kyc-reviewer,compliance,auditor';
}

/** Calls a route as a member of staff whose token the gateway has checked. */
export function callAsStaff(
  handler: HttpHandler,
  staff: RegisteredStaff,
  call: { now: Date; playerId: string; body?: unknown; query?: Record<string, string> },
): ReturnType<typeof callRoute> {
  const claims = { sub: staff.staffId, token_use: 'access', 'cognito:groups': `[${staff.roles.join(' ')}]` };
  const { now, playerId, body, query } = call;
  return callRoute(handler, { now, body, query, path: { playerId }, claims });
}
