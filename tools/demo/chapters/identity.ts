import * as z from 'zod';
import { plantedMarkers } from '../../canary/markers.ts';
import { announce, documentsOf, offer, post, send } from '../documents.ts';
import { badFiles, billOnPaper, photoWithMetadata } from '../sample-files.ts';
import type { DemoPlayer, Story } from '../story.ts';
import type { Cast } from './registration.ts';

/** How the documents of the story ended. */
export interface DocumentCounts {
  inReview: number;
  refused: number;
}

async function giveNumber(
  { cloud, account, markers }: Story,
  { token, person, calledName }: DemoPlayer,
): Promise<void> {
  markers.push(...plantedMarkers(person, ['identityNumber']));
  const body = { identityNumber: person.identityNumber };
  const { status } = await cloud.api('PUT /v1/me/kyc/identity', { token, body });
  const schema = z.object({ identityNumber: z.string() });
  const shown = await cloud.expect('GET /v1/me/kyc', { token }, { status: 200, schema });
  const holds = status === 204 && shown.identityNumber === 'recorded';
  account.check(`${calledName} gives her ID number; from now on it is only ever shown as "recorded"`, holds, shown);
}

async function sendGoodOnes(story: Story, { wulan, weiLing }: Cast): Promise<void> {
  const { account, markers } = story;
  for (const { person } of [wulan, weiLing]) markers.push(...plantedMarkers(person, ['documentText']));
  await send(story, wulan, photoWithMetadata(3, wulan.person.documentText));
  await send(story, wulan, billOnPaper(wulan.person.documentText));
  await send(story, weiLing, photoWithMetadata(5, weiLing.person.documentText));
  await story.cloud.settle();
  for (const [player, count] of [
    [wulan, 2],
    [weiLing, 1],
  ] as const) {
    const states = (await documentsOf(story, player)).map(({ state }) => state);
    const holds = states.length === count && states.every((state) => state === 'in-review');
    account.check(`what ${player.calledName} sent is in review (${count})`, holds, states);
  }
}

async function sendBadOnes(story: Story, sari: DemoPlayer): Promise<void> {
  const { account, cloud } = story;
  for (const file of badFiles) {
    const documentId = await send(story, sari, file);
    await cloud.settle();
    const shown = (await documentsOf(story, sari)).find((each) => each.documentId === documentId);
    const holds = shown?.state === 'refused' && shown.refusal?.reason === file.reason;
    account.check(`${file.calledName} is refused (${file.reason})`, holds, shown);
  }
  const heic = (await documentsOf(story, sari)).find(({ refusal }) => refusal?.reason === 'heic');
  account.tell(`What the sender of the HEIC photo reads: "${heic?.refusal?.text ?? ''}"`);
}

/** A form is for exactly one file, at one place, encrypted, for a short time. */
async function bendForms(story: Story, sari: DemoPlayer): Promise<void> {
  const { account } = story;
  const file = photoWithMetadata(13, 'nothing');
  const offered = await offer(story, sari, file);
  const altered = Uint8Array.from(file.bytes, (byte, at) => (at === 60 ? byte ^ 1 : byte));
  const refusals = [
    ['another file', await post(offered, altered)],
    ['the place of somebody else', await post(offered, file.bytes, { key: 'incoming/a/b' })],
    ['a web page', await post(offered, file.bytes, { 'Content-Type': 'text/html' })],
    ['a file without encryption', await post(offered, file.bytes, { 'x-amz-server-side-encryption': undefined })],
  ] as const;
  for (const [name, status] of refusals) {
    account.check(`her form does not let in ${name}`, status === 400 || status === 403, status);
  }
  const huge = {
    kind: 'identity-document',
    mediaType: 'image/png',
    byteCount: 10 * 2 ** 20 + 1,
    sha256: '0'.repeat(64),
  };
  account.check('nobody gets a form for 10 MiB and a byte', (await announce(story, sari, huge)).status === 400);
}

/** Documents go straight to the bucket by a form that the API signed, are looked at, cleaned, and decided about. */
export async function playIdentity(story: Story, cast: Cast): Promise<DocumentCounts> {
  const { account, cloud } = story;
  account.chapter('They prove who they are');
  await giveNumber(story, cast.wulan);
  await giveNumber(story, cast.weiLing);
  await sendGoodOnes(story, cast);
  await sendBadOnes(story, cast.sari);
  await bendForms(story, cast.sari);
  const rows = (await cloud.rows('kyc')).filter(({ sk }) => String(sk).startsWith('document#'));
  const countOf = (state: string) => rows.filter((row) => row['state'] === state).length;
  return { inReview: countOf('in-review'), refused: countOf('refused') };
}
