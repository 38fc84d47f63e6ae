import { beforeEach, describe, expect, test } from 'vitest';
import { handler as putIdentity } from '#functions/kyc/put-identity.ts';
import type { Review } from '#domain/kyc/review.ts';
import { handler as show } from '#functions/kyc/show.ts';
import { handler as takeIn } from '#functions/kyc/take-in.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { isEnvelope, unsealField } from '#stores/sealing.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { writeAll } from '#test/support/approved-review.ts';
import { callRoute, deliver, signIn as signInAs, type SignedIn } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { joined } from '#test/support/picture-files.ts';
import { announcing, offer, post, uploadMessages } from '#test/support/uploads.ts';

const services = await openHandlerServices();
const photo = await (await openIndependentCodec()).encodeJpeg(somePixels(30, 20));
const now = () => new Date(services.clock.now());
let serial = 1000;
/** A NIK that nobody gave before. */
const freshNik = (): string => `317101170890${String((serial += 1))}`;

const birthDate = '1990-08-17';
const signIn = (at: Date, account: Parameters<typeof signInAs>[1] = {}) => signInAs(at, { birthDate, ...account });

beforeEach(() => services.reset());

const give = (player: SignedIn, identityNumber: unknown) =>
  callRoute(putIdentity, { now: now(), accessToken: player.accessToken, body: { identityNumber } });

async function identityOf(player: SignedIn) {
  return (await services.scan('kyc')).find(({ pk, sk }) => pk === player.playerId && sk === 'identity');
}

const holdersOf = async (players: readonly SignedIn[]) =>
  (await services.scan('lookups')).filter(({ playerId }) => players.some((player) => player.playerId === playerId));

describe('a government ID number', () => {
  test('is sealed under the kyc key of the player and shown to nobody', async () => {
    const player = await signIn(now());
    const number = freshNik();
    expect(await give(player, ` ${number.slice(0, 6)} ${number.slice(6)}`)).toMatchObject({ status: 204, body: {} });
    const item = await identityOf(player);
    const sealed = item?.['identityNumber'] as Uint8Array;
    expect(isEnvelope(sealed)).toBe(true);
    const key = await openSubjectKeys().open(player.playerId, 'kyc', now());
    const place = { field: 'identityNumber' as const, recordId: player.playerId };
    const opened = await collectUnsealings(
      () => undefined,
      async () => unsealField(key, place, sealed),
    );
    expect(opened).toBe(number);
    const { body } = await callRoute(show, { now: now(), accessToken: player.accessToken });
    expect(body).toEqual({
      identity: { state: 'not-started' },
      capabilities: { withdraw: false },
      identityNumber: 'recorded',
      documents: [],
    });
  });

  test('leaves no trace in the clear, in tables or logs', async () => {
    const player = await signIn(now());
    const number = freshNik();
    await give(player, number);
    const tables = ['kyc', 'lookups', 'evidence', 'outbox', 'holdings', 'keys'] as const;
    const kept = JSON.stringify(await Promise.all(tables.map((table) => services.scan(table))));
    for (const text of [kept, ...services.logs]) expect(text).not.toContain(number);
  });

  test('notes once that this store holds data of the player', async () => {
    const player = await signIn(now());
    await give(player, freshNik());
    await give(player, freshNik());
    const holdings = (await services.scan('holdings')).filter(({ playerId }) => playerId === player.playerId);
    expect(holdings).toHaveLength(1);
  });

  test('that is replaced is let go, so that its owner can give it', async () => {
    const [mistaken, owner] = [await signIn(now()), await signIn(now())];
    const number = freshNik();
    await give(mistaken, number);
    await give(mistaken, freshNik());
    await give(owner, number);
    expect(await identityOf(owner)).toMatchObject({ holdsNumber: true, sharedNumber: false });
    expect(await holdersOf([mistaken, owner])).toHaveLength(2);
  });

  test('given again changes nothing', async () => {
    const player = await signIn(now());
    const number = freshNik();
    await give(player, number);
    expect((await give(player, number)).status).toBe(204);
    expect(await identityOf(player)).toMatchObject({ holdsNumber: true, sharedNumber: false });
    expect(await holdersOf([player])).toHaveLength(1);
  });
});

describe('a number that another open account holds', () => {
  test('is answered alike by the same calls, and marked for those who review', async () => {
    const [first, second] = [await signIn(now()), await signIn(now())];
    const number = freshNik();
    services.reset();
    const unknown = await give(first, number);
    const callsUnknown = [...services.calls];
    services.reset();
    const known = await give(second, number);
    expect(known).toEqual(unknown);
    expect(services.calls).toEqual(callsUnknown);
    expect(await identityOf(second)).toMatchObject({ holdsNumber: false, sharedNumber: true });
    expect(await holdersOf([first, second])).toMatchObject([{ playerId: first.playerId }]);
  });

  test('and is given by two at once has one holder', async () => {
    const players = [await signIn(now()), await signIn(now())];
    const number = freshNik();
    const answers = await Promise.all(players.map((player) => give(player, number)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    const marks = await Promise.all(players.map(identityOf));
    expect(marks.map((item) => item?.['sharedNumber']).toSorted((one, other) => Number(one) - Number(other))).toEqual([
      false,
      true,
    ]);
    expect(await holdersOf(players)).toHaveLength(1);
  });
});

/** Gives somebody a review as it is in some state. */
async function reviewed(player: SignedIn, change: Partial<Review> = {}): Promise<void> {
  const at = now().toISOString();
  const review: Review = { playerId: player.playerId, state: 'in-review', version: 1, waitingSince: at, signals: [] };
  await writeAll([openReviews().saving({ ...review, ...change }, undefined)]);
}

const reviewOf = ({ playerId }: SignedIn) => openReviews().find(playerId);
const alarms = () => services.logs.filter((line) => line.includes('IDENTITY_NUMBER_SHARED'));

describe('a number that two accounts give', () => {
  test('marks the reviews of both, and tells staff which accounts they are, once', async () => {
    const [first, second] = [await signIn(now()), await signIn(now())];
    const number = freshNik();
    await give(first, number);
    await reviewed(first, { state: 'approved' });
    await reviewed(second);
    services.reset();
    expect((await give(second, number)).status).toBe(204);
    expect(await reviewOf(second)).toMatchObject({ signals: ['identity-number-shared'], version: 2 });
    expect(await reviewOf(first)).toMatchObject({ state: 'approved', signals: ['identity-number-shared'], version: 2 });
    expect(alarms().map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { subjectId: second.playerId, recordId: first.playerId },
    ]);
    expect((await give(second, number)).status).toBe(204);
    expect(alarms()).toHaveLength(1);
    expect(await reviewOf(second)).toMatchObject({ version: 2 });
  });

  test('is answered alike by the same calls when there are reviews', async () => {
    const [first, second] = [await signIn(now()), await signIn(now())];
    const number = freshNik();
    for (const player of [first, second]) await reviewed(player);
    services.reset();
    const unknown = await give(first, number);
    const callsUnknown = [...services.calls];
    services.reset();
    expect(await give(second, number)).toEqual(unknown);
    expect(services.calls).toEqual(callsUnknown);
  });

  test('marks the review that begins later, by the first document of the second account', async () => {
    const [first, second] = [await signIn(now()), await signIn(now())];
    const number = freshNik();
    await give(first, number);
    await give(second, number);
    for (const [at, player] of [first, second].entries()) {
      const bytes = joined(photo, `${player.playerId} ${at}`);
      const { upload } = await offer(services, player, announcing(bytes, 'image/jpeg'));
      await post(upload, bytes);
      for (const message of uploadMessages(services, player.playerId)) await deliver(takeIn, message);
    }
    expect((await reviewOf(first))?.signals).toEqual(['screening-error']);
    expect((await reviewOf(second))?.signals).toEqual(['identity-number-shared', 'screening-error']);
  });
});

describe('a number that replaces another', () => {
  const approval = { approvedAt: '2026-01-01T00:00:00.000Z', documentExpiresOn: '2031-01-01' };
  const claim = { staffId: 's', endsAtSeconds: 9 };

  test('ends an approval: the review waits again', async () => {
    const player = await signIn(now());
    await give(player, freshNik());
    await reviewed(player, { state: 'approved', approval, waitingSince: '2026-01-01T00:00:00.000Z' });
    await give(player, freshNik());
    const review = await reviewOf(player);
    expect(review).toMatchObject({ state: 'in-review', version: 2 });
    expect(review).not.toHaveProperty('approval');
    expect(Date.parse(review?.waitingSince ?? '')).toBeGreaterThan(Date.parse('2026-01-02'));
  });

  test('leaves an approval alone when it is the same', async () => {
    const player = await signIn(now());
    const number = freshNik();
    await give(player, number);
    await reviewed(player, { state: 'approved', approval });
    await give(player, number);
    expect(await reviewOf(player)).toMatchObject({ state: 'approved', version: 1, approval });
  });

  test('voids a claim and a proposal that were made without it', async () => {
    const player = await signIn(now());
    const proposal = { staffId: 's', outcome: 'approve', proposedAt: now().toISOString() } as const;
    await reviewed(player, { claim, proposal });
    await give(player, freshNik());
    const review = await reviewOf(player);
    expect(review).toMatchObject({ state: 'in-review', version: 2 });
    expect(review).not.toHaveProperty('claim');
    expect(review).not.toHaveProperty('proposal');
  });

  test('changes nothing of a refusal', async () => {
    const player = await signIn(now());
    await give(player, freshNik());
    await reviewed(player, { state: 'refused', reason: 'not-genuine' });
    await give(player, freshNik());
    expect(await reviewOf(player)).toMatchObject({ state: 'refused', reason: 'not-genuine' });
  });
});

describe('the birth date in a NIK', () => {
  test.each([
    ['1990-08-17', '3171011708901', 'of a man'],
    ['1990-08-17', '3171015708901', 'of a woman'],
    ['2004-02-29', '3171012902041', 'on a leap day'],
    ['2000-02-29', '3171016902001', 'of a woman, on the leap day of a century'],
  ])('%s may be the one of the account (%s..., %s)', async (born, stem) => {
    const player = await signIn(now(), { birthDate: born });
    expect((await give(player, `${stem}${String((serial += 1)).slice(-3)}`)).status).toBe(204);
  });

  test.each([
    ['3171011808901', 'another day'],
    ['3171011709901', 'another month'],
    ['3171011708911', 'another year'],
    ['3171015808901', 'another day of a woman'],
  ])('is refused when it is another one: %s... (%s), in words without values', async (stem) => {
    const player = await signIn(now());
    const answer = await give(player, `${stem}234`);
    const detail = 'The birth date in the number must be the one of the account.';
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/identityNumber', detail }] } });
    expect(JSON.stringify(answer.body)).not.toMatch(/1990|1708|08-17/);
    expect(await identityOf(player)).toBeUndefined();
    const unsealed = services.logs.filter((line) => line.includes('FIELDS_UNSEALED'));
    expect(unsealed.join('')).toContain('birthDate');
    expect(services.logs.join('')).not.toContain('1990-08-17');
  });

  test('is not looked for where numbers tell none', async () => {
    const player = await signIn(now(), { jurisdiction: 'SG' });
    expect((await give(player, 'S1234567D')).status).toBe(204);
    expect(services.logs.join('')).not.toContain('FIELDS_UNSEALED');
  });
});

describe('a number is refused', () => {
  test.each([
    ['ID', '123', 'Must be a NIK: the 16 digits on your KTP.'],
    ['SG', 'S1234567A', 'Must be an NRIC or FIN: a letter, seven digits and the check letter.'],
  ])('in %s when it is none, with the rule and never the value', async (jurisdiction, number, rule) => {
    const player = await signIn(now(), { jurisdiction });
    const answer = await give(player, number);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/identityNumber', detail: rule }] } });
    expect(JSON.stringify(answer.body)).not.toContain(number);
    expect(await identityOf(player)).toBeUndefined();
  });

  test('while the account is being closed', async () => {
    expect((await give(await signIn(now(), { state: 'closing' }), freshNik())).status).toBe(409);
  });

  test('with a field that the contract does not know', async () => {
    const player = await signIn(now());
    const body = { identityNumber: freshNik(), verified: true };
    const answer = await callRoute(putIdentity, { now: now(), accessToken: player.accessToken, body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/verified' }] } });
  });
});
