import { randomUUID } from 'node:crypto';
import type { MarkedPerson } from '#tools/canary/markers.ts';
import { openBreachDesk } from './breach-desk.ts';
import type { TestCloud } from './cloud.ts';
import { openIndependentCodec, somePixels } from './independent-codec.ts';
import { pdfFile, pdfStream } from './pdf-files.ts';
import { jpegSegment, withSegments } from './picture-files.ts';
import { beginClosure, closeForGood } from './closure.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from './player.ts';
import { confirmPayment } from './processor.ts';
import { bringScreeningList, openReviewerDesk } from './review-desk.ts';
import { newStaff } from './staff.ts';
import { announcing, post, type OfferedUpload } from './uploads.ts';

/** A player whose every field holds a marker. */
export type MarkedPlayer = TestPlayer & { person: MarkedPerson };

/** Registers a marked person, twice, and asks for the mail again: every way in is walked. */
export async function registerMarked(
  cloud: TestCloud,
  person: MarkedPerson,
  terms: { jurisdiction: string; language: 'en' | 'id'; birthDate: string },
): Promise<MarkedPlayer> {
  const { email, fullName, phone, password } = person;
  const player = await newPlayer(cloud, { ...terms, email, fullName, phone, password });
  await cloud.api('POST /v1/players', { rawBody: JSON.stringify({ email, fullName, phone, surprise: password }) });
  await cloud.api('POST /v1/players', { rawBody: `{"email":"${email}","phone":"${phone}` });
  await cloud.api('POST /v1/players/verifications/resends', { body: { email } });
  await cloud.api('POST /v1/players/verifications', { body: { token: 'A'.repeat(43), password } });
  await logIn(cloud, email, `${password} but wrong`);
  return { ...player, person };
}

/** Sends a photo with a comment and a PDF with text, and the number of the document. */
export async function proveIdentity(cloud: TestCloud, { token, person }: MarkedPlayer): Promise<void> {
  const { documentText, identityNumber } = person;
  const photo = withSegments(
    await (await openIndependentCodec()).encodeJpeg(somePixels(72, 40)),
    jpegSegment(0xfe, documentText),
  );
  const page = pdfFile({ objects: [pdfStream('', `BT (${documentText}) Tj ET`, true)] });
  const files = [
    { bytes: photo, mediaType: 'image/jpeg', kind: 'identity-document' },
    { bytes: page, mediaType: 'application/pdf', kind: 'proof-of-address' },
  ] as const;
  for (const { bytes, mediaType, kind } of files) {
    const body = announcing(bytes, mediaType, kind);
    const answer = await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token, body }), 201);
    const { upload }: OfferedUpload = answer.body;
    await post(upload, bytes);
  }
  await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token, body: { identityNumber } }), 204);
  await expectStatus(cloud.api('GET /v1/me/kyc', { token }), 200);
}

/** A reviewer looks at what a marked person sent, gives the review back once, takes it again and approves it. */
export async function reviewMarked(cloud: TestCloud, { playerId }: MarkedPlayer): Promise<void> {
  await bringScreeningList(cloud);
  const desk = await openReviewerDesk(cloud);
  await expectStatus(desk.queue(), 200);
  await expectStatus(desk.claim(playerId), 200);
  await expectStatus(desk.release(playerId), 204);
  await expectStatus(desk.claim(playerId), 200);
  const { body } = await expectStatus(desk.read(playerId), 200);
  for (const { documentId } of body.documents) {
    const { body: link } = await expectStatus(desk.view(playerId, documentId), 201);
    await (await fetch(link.url)).arrayBuffer();
  }
  const decision = { version: body.version, outcome: 'approve', documentExpiresOn: null };
  await expectStatus(desk.decide(playerId, decision), 200);
}

/**
 * Pays by bank transfer, and sends the processor's words once more for a deposit that nobody knows. Whoever pays another
 * amount keeps no balance, so that the account can be closed.
 */
export async function payMarked(
  cloud: TestCloud,
  { token, person }: MarkedPlayer,
  { paysAnother }: { paysAnother: boolean },
): Promise<void> {
  const { body: balance } = await cloud.api('GET /v1/me/balance', { token });
  const amountMinor = balance.currency === 'IDR' ? 2_500_000 : 150_000;
  const started = await expectStatus(
    cloud.api('POST /v1/me/deposits', {
      token,
      body: { method: 'virtual-account', amountMinor },
      headers: { 'idempotency-key': randomUUID() },
    }),
    201,
  );
  const { paymentReference, currency } = started.body;
  const bankAccount = { bankCode: 'BCA', accountNumber: person.bankAccountNumber, holderName: person.holderName };
  const { transferConfirmation } = person;
  const paid = { amountMinor: amountMinor + (paysAnother ? 1 : 0), currency, bankAccount, transferConfirmation };
  await expectStatus(confirmPayment(cloud, 'virtual-account', { ...paid, paymentReference }), 202);
  await expectStatus(confirmPayment(cloud, 'dana', { ...paid, paymentReference: '0'.repeat(26) }), 202);
  for (const route of ['payments', 'balance', 'sessions']) await cloud.api(`GET /v1/me/${route}`, { token });
  await expectStatus(cloud.api('GET /v1/me', { token }), 200);
}

/** A breach that touched everybody: drafted, corrected, approved and sent; another one is withdrawn. */
export async function tellOfBreach(cloud: TestCloud, players: readonly MarkedPlayer[]): Promise<void> {
  const desk = await openBreachDesk(cloud);
  const awareAt = cloud.now().toISOString();
  const scope = { kind: 'people', playerIds: players.map(({ playerId }) => playerId) };
  const exposedFields = ['phone', 'bankAccount', 'identityNumber'];
  const drafted = await desk.draft({ awareAt, scope, exposedFields });
  const mistaken = await desk.draft({ awareAt, scope, exposedFields });
  await cloud.settle();
  await desk.withdraw(mistaken.body.breachId);
  await desk.edit(drafted.body.breachId, { exposedFields: [...exposedFields, 'email'] });
  await cloud.settle();
  await expectStatus(desk.approve(drafted.body.breachId), 200);
  await expectStatus(desk.notify(drafted.body.breachId), 202);
  await cloud.settle();
  await cloud.api('GET /v1/staff/breaches', { token: desk.author.token });
}

/** Somebody of compliance concludes about a comparison that the player has not had. */
export async function concludeAbout(cloud: TestCloud, { playerId }: MarkedPlayer): Promise<void> {
  const { token } = await newStaff(cloud, `compliance-${randomUUID()}`, ['compliance']);
  const body = { screenedAt: cloud.now().toISOString(), conclusion: 'false-positive', caseReference: 'CASE-1' };
  await expectStatus(cloud.api(`POST /v1/staff/kyc/${playerId}/screening-reviews`, { token, body }), 409);
}

/** What anybody may read, and an address that does not exist. */
export async function readPublicPages(cloud: TestCloud): Promise<void> {
  const pages = ['verification', 'v1/jurisdictions', 'v1/health', 'v1/openapi.json', 'v1/nowhere'];
  for (const page of pages) await cloud.api(`GET /${page}`);
}

/**
 * Ends a session, refreshes another, ends what else is left, thinks better of closing the account once, then closes it
 * for good; staff see that something ends.
 */
export async function leave(cloud: TestCloud, player: MarkedPlayer): Promise<void> {
  const { email, password } = player;
  const { refreshToken } = (await logIn(cloud, email, password)).body;
  await cloud.api('DELETE /v1/me/sessions/current', { token: player.token });
  const refreshed = await cloud.api('POST /v1/sessions/refreshes', { body: { refreshToken } });
  const token: string = refreshed.body.accessToken;
  await expectStatus(cloud.api('DELETE /v1/me/sessions', { token }), 204);
  await expectStatus(cloud.api('DELETE /v1/me/closure', { token }), 409);
  await beginClosure(cloud, token);
  for (const path of ['closure', 'closure/plan', 'retention']) await cloud.api(`GET /v1/me/${path}`, { token });
  await expectStatus(cloud.api('DELETE /v1/me/closure', { token }), 200);
  await closeForGood(cloud, token);
  const { token: officer } = await newStaff(cloud, `forecast-${randomUUID()}`, ['dpo']);
  await expectStatus(cloud.api('GET /v1/staff/retention/forecast', { token: officer }), 200);
}
