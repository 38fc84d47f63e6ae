import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ApiAnswer } from './demo-cloud.ts';
import type { DemoPlayer, Story } from './story.ts';

/** A file that somebody wants to send. */
export interface DemoFile {
  mediaType: string;
  bytes: Uint8Array;
}

const offerSchema = z.object({
  documentId: z.string(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
});

/** A form by which one file can be uploaded. */
export type Offer = z.infer<typeof offerSchema>;

const documentsSchema = z.object({
  documents: z.array(
    z.object({
      documentId: z.string(),
      state: z.string(),
      refusal: z.object({ reason: z.string(), text: z.string() }).optional(),
    }),
  ),
});

/** A document as its owner sees it. */
export type ShownDocument = z.infer<typeof documentsSchema>['documents'][number];

const announcing = ({ bytes, mediaType }: DemoFile) => ({
  kind: 'identity-document',
  mediaType,
  byteCount: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Announces a file and answers what the API said. */
export function announce({ cloud }: Story, { token }: DemoPlayer, changes: object): Promise<ApiAnswer> {
  return cloud.api('POST /v1/me/kyc/documents', { token, body: changes });
}

/** Announces a file and gets the form for it. */
export function offer({ cloud }: Story, { token }: DemoPlayer, file: DemoFile): Promise<Offer> {
  const body = announcing(file);
  return cloud.expect('POST /v1/me/kyc/documents', { token, body }, { status: 201, schema: offerSchema });
}

/** Posts a file to the bucket by its form, as a browser does; `change` alters or (undefined) leaves out a field. */
export async function post(
  { upload: { url, fields } }: Offer,
  bytes: Uint8Array,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change })) {
    if (value !== undefined) form.append(name, value);
  }
  form.append('file', new Blob([Uint8Array.from(bytes)]), 'document');
  return (await fetch(url, { method: 'POST', body: form })).status;
}

/** Announces and posts a file. Answers the id of its document. */
export async function send(story: Story, player: DemoPlayer, file: DemoFile): Promise<string> {
  const offered = await offer(story, player, file);
  const status = await post(offered, file.bytes);
  if (status !== 204) throw new Error(`The bucket answered ${status} to an upload by its own form`);
  return offered.documentId;
}

/** The documents of a player as they see them, newest first. */
export async function documentsOf({ cloud }: Story, { token }: DemoPlayer): Promise<ShownDocument[]> {
  return (await cloud.expect('GET /v1/me/kyc', { token }, { status: 200, schema: documentsSchema })).documents;
}
