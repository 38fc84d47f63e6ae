import { beforeEach, describe, expect, test } from 'vitest';
import { handler as putIdentity } from '#functions/kyc/put-identity.ts';
import { handler as show } from '#functions/kyc/show.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { isEnvelope, unsealField } from '#stores/sealing.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { callRoute, signIn, type SignedIn } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const now = () => new Date(services.clock.now());
let serial = 1000;
/** A NIK that nobody gave before. */
const freshNik = (): string => `317101170890${String((serial += 1))}`;

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
