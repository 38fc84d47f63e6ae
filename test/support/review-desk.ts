import { randomUUID } from 'node:crypto';
import { PutCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { StaffRole } from '#lib/route-row.ts';
import { stageNames } from './attempts.ts';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { openIndependentCodec, somePixels } from './independent-codec.ts';
import { joined } from './picture-files.ts';
import { expectStatus, type TestPlayer } from './player.ts';
import { reviewCase } from './review-case.ts';
import { listFile, putList } from './screening.ts';
import { newStaff, tableName, type TestStaff } from './staff.ts';
import { announcing, post, type OfferedUpload } from './uploads.ts';

/** Sends a photo nobody sent before, and waits until the intake took it in. */
export async function sendDocument(
  cloud: TestCloud,
  { token }: Pick<TestPlayer, 'token'>,
  { kind = 'identity-document', bytes }: { kind?: string; bytes?: Uint8Array } = {},
): Promise<string> {
  const photo = await (await openIndependentCodec()).encodeJpeg(somePixels(64, 40));
  const file = bytes ?? joined(photo, randomUUID());
  const body = announcing(file, 'image/jpeg', kind);
  const answer = await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token, body }), 201);
  const { documentId, upload }: OfferedUpload = answer.body;
  const posted = await post(upload, file);
  if (posted.status !== 204) throw new Error(`The upload was answered ${posted.status}`);
  await cloud.settle();
  return documentId;
}

let serial = 1000;
/** A NIK nobody gave before, of the day on which `newPlayer` is born. */
export const freshNik = (): string => `317101150690${String((serial += 1))}`;

/** Gives a government ID number. */
export async function giveNumber(
  cloud: TestCloud,
  { token }: TestPlayer,
  identityNumber = freshNik(),
): Promise<string> {
  await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token, body: { identityNumber } }), 204);
  return identityNumber;
}

/** One member of staff at the desk, with every call that a review takes. */
export interface ReviewerDesk extends TestStaff {
  queue(query?: string): Promise<ApiAnswer>;
  claim(playerId: string): Promise<ApiAnswer>;
  release(playerId: string): Promise<ApiAnswer>;
  read(playerId: string): Promise<ApiAnswer>;
  view(playerId: string, documentId: string): Promise<ApiAnswer>;
  decide(playerId: string, body: Record<string, unknown>): Promise<ApiAnswer>;
  /** Claims a review and decides about it as it is shown then. */
  claimAndDecide(playerId: string, body: Record<string, unknown>): Promise<ApiAnswer>;
}

/** Opens a desk for a new member of staff. Tokens last ten minutes. */
export async function openReviewerDesk(
  cloud: TestCloud,
  roles: readonly StaffRole[] = ['kyc-reviewer'],
): Promise<ReviewerDesk> {
  return deskOf(cloud, await newStaff(cloud, `reviewer-${randomUUID()}`, roles));
}

/** The desk of somebody who is in the register. */
export function deskOf(cloud: TestCloud, member: TestStaff): ReviewerDesk {
  const { token } = member;
  const claim = (playerId: string) => cloud.api(`POST /v1/staff/kyc/${playerId}/claims`, { token });
  const decide = (playerId: string, body: Record<string, unknown>) =>
    cloud.api(`POST /v1/staff/kyc/${playerId}/decisions`, { token, body });
  return {
    ...member,
    queue: (query = '?limit=20') => cloud.api(`GET /v1/staff/kyc?${query.slice(1)}`, { token }),
    claim,
    release: (playerId) => cloud.api(`DELETE /v1/staff/kyc/${playerId}/claims`, { token }),
    read: (playerId) => cloud.api(`GET /v1/staff/kyc/${playerId}?${new URLSearchParams(reviewCase)}`, { token }),
    view: (playerId, documentId) =>
      cloud.api(`POST /v1/staff/kyc/${playerId}/document-views`, { token, body: { documentId, ...reviewCase } }),
    decide,
    async claimAndDecide(playerId, body) {
      const { version } = (await expectStatus(claim(playerId), 200)).body;
      return decide(playerId, { version, ...body });
    },
  };
}

/** Puts a screening list that names nobody we know: whoever sends a document is compared, and found on no list. */
export async function bringScreeningList(cloud: TestCloud): Promise<void> {
  const storage = new S3Client(cloud.cloud.clientSettings());
  const bucket = stageNames(cloud.cloud).get('BUCKET_SCREENING_LISTS') ?? '';
  await putList(storage, bucket, listFile([{ name: 'Zyx Qwrtp', birthDate: '1901-01-01' }]));
  storage.destroy();
  await cloud.settle();
}

/** Has a waiting review approved, by as many reviewers as its risk asks for. */
export async function approveReview(
  cloud: TestCloud,
  playerId: string,
  documentExpiresOn: string | null,
): Promise<void> {
  const decide = async () => {
    const desk = await openReviewerDesk(cloud);
    return expectStatus(desk.claimAndDecide(playerId, { outcome: 'approve', documentExpiresOn }), 200);
  };
  const { body } = await decide();
  if (body.outcome === 'awaiting-second-reviewer') await decide();
  await cloud.settle();
}

/** Notes in the staff register which address is a member's own, as the invitation does. */
export async function setStaffAddress(
  cloud: TestCloud,
  staffId: string,
  { emailIndex, roles }: { emailIndex: string; roles: readonly StaffRole[] },
): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const Item = { pk: staffId, sk: 'staff', schemaVersion: 1, state: 'active', roles, emailIndex };
  await client.send(new PutCommand({ TableName: tableName(cloud, 'staff'), Item }));
  client.destroy();
}
