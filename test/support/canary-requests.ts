import { randomBytes } from 'node:crypto';
import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { expectStatus, logIn } from './player.ts';
import { openRequestDesk } from './request-desk.ts';
import { makeRequest } from './requests.ts';

/** Requests that hold a marker in every word, made by a person and by staff, and answered in every way. */
export async function requestMarked(
  cloud: TestCloud,
  { email, password, playerId, accountNumber }: MarkedPlayer,
): Promise<{ text: string; words: string }> {
  const token = (await expectStatus(logIn(cloud, email, password), 201)).body.accessToken;
  const desk = await openRequestDesk(cloud);
  const [text = '', words = ''] = ['asks', 'answers'].map((what) => `${what} ${randomBytes(9).toString('hex')}`);
  const make = async (type: string) =>
    (await expectStatus(makeRequest(cloud, token, { type, text }), 201)).body.requestId;
  const correction = await make('correction');
  await expectStatus(desk.list(), 200);
  await expectStatus(desk.read(correction), 200);
  await expectStatus(desk.complete(correction, 'data-corrected'), 204);
  const objection = await make('objection');
  const law = `Law of ${words}`;
  await expectStatus(desk.deny(objection, { reason: 'other', law, words: { en: words, id: words } }), 204);
  const restriction = await make('restriction');
  await expectStatus(desk.extend(restriction), 409);
  await expectStatus(cloud.api(`DELETE /v1/me/requests/${restriction}`, { token }), 204);
  const written = await expectStatus(desk.takeIn({ accountNumber, type: 'correction', text }), 201);
  const { requestId } = written.body;
  await expectStatus(cloud.api(`POST /v1/me/requests/${requestId}/confirmations`, { token }), 200);
  await expectStatus(cloud.api('GET /v1/me/requests', { token }), 200);
  const shown = await expectStatus(cloud.api(`GET /v1/me/requests/${objection}`, { token }), 200);
  if (!requestId.startsWith(playerId) || shown.body.text !== text) throw new Error('Somebody else was shown');
  await cloud.settle();
  return { text, words };
}
