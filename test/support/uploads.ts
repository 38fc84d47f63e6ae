import { createHash } from 'node:crypto';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { type ScanResult, scanTagKey } from '#domain/kyc/scan-result.ts';
import { handler as offerUpload } from '#functions/kyc/offer-upload.ts';
import { objectClient } from '#stores/kyc/object-client.ts';
import type { HandlerServices } from './handler-services.ts';
import { callRoute, type SignedIn } from './handler-calls.ts';

/** A form as the API answers it. */
export interface OfferedUpload {
  documentId: string;
  expiresAt: string;
  upload: { url: string; fields: Record<string, string> };
}

/** What a client announces about a file. */
export const announcing = (bytes: Uint8Array, mediaType: DocumentMediaType, kind = 'identity-document') => ({
  kind,
  mediaType,
  byteCount: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Asks for a slot and expects to get it. */
export async function offer(
  services: HandlerServices,
  player: SignedIn,
  body: ReturnType<typeof announcing>,
): Promise<OfferedUpload> {
  const now = new Date(services.clock.now());
  const answer = await callRoute(offerUpload, { now, accessToken: player.accessToken, body });
  if (answer.status !== 201) throw new Error(`Expected a slot, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as unknown as OfferedUpload;
}

/** Posts a file by a form, as a browser does. */
export function post(
  { url, fields }: OfferedUpload['upload'],
  bytes: Uint8Array,
  change: Record<string, string | undefined> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change }))
    if (value !== undefined) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(bytes)]), 'document');
  return fetch(url, { method: 'POST', body: form });
}

/** What the intake is told of an upload. */
export interface UploadMessage {
  objectKey: string;
  versionId: string;
  scanResult: ScanResult;
}

/** The messages that the rule would send for what was uploaded: one per version, oldest first, all with this result. */
export function uploadMessages(
  services: HandlerServices,
  playerId: string,
  scanResult: ScanResult = 'NO_THREATS_FOUND',
): UploadMessage[] {
  return services.s3
    .versionsIn(services.bucketName)
    .filter(({ key }) => key.startsWith(`incoming/${playerId}/`))
    .map(({ key, versionId }) => ({ objectKey: key, versionId, scanResult }))
    .toReversed();
}

/** Tags a version as the scanner does. */
export async function tagScanned({ bucketName }: HandlerServices, message: UploadMessage): Promise<void> {
  const { objectKey, versionId, scanResult } = message;
  const Tagging = { TagSet: [{ Key: scanTagKey, Value: scanResult }] };
  await objectClient().send(
    new PutObjectTaggingCommand({ Bucket: bucketName, Key: objectKey, VersionId: versionId, Tagging }),
  );
}

/** The keys of a player's objects below a prefix, one per version. */
export function keysOf(services: HandlerServices, prefix: 'incoming' | 'accepted', playerId: string): string[] {
  return services.s3
    .versionsIn(services.bucketName)
    .map(({ key }) => key)
    .filter((key) => key.startsWith(`${prefix}/${playerId}/`));
}
