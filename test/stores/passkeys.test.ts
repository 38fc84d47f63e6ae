import { beforeAll, describe, expect, it } from 'vitest';
import { passkeysMax } from '#domain/session/passkey.ts';
import type { PresentedFactor } from '#domain/session/second-factor.ts';
import type { Write } from '#stores/commitment.ts';
import { Conflict, PasskeyCopied } from '#stores/failures.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { readFactorRows } from '#stores/factor-rows.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPasskeyChallenges } from '#stores/passkey-challenges.ts';
import { openPasskeyRequests } from '#stores/passkey-requests.ts';
import { addingPasskey, passkeysIn, removingPasskey, usingPasskey } from '#stores/passkeys.ts';
import { sealField } from '#stores/sealing.ts';
import { forgettingFactors, openSecondFactors, openTypedFactors } from '#stores/second-factors.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { userHandleOf, verifyAttestation } from '#stores/webauthn.ts';
import { makePasskey, signWithPasskey, type Misbehaviour, type SoftPasskey } from '#test/support/authenticator.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});

const origin = 'https://web.example';
const rpId = 'web.example';
const now = new Date('2026-06-01T10:00:10.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const occasion = 'login#one';
const challenges = openPasskeyChallenges();

const commit = (writes: readonly Write[]) =>
  openLedger().commit({ writes, audit: [], actor: { kind: 'visitor', requestId: 'request' }, now });
const passkeysOf = async (playerId: string) => passkeysIn(await readFactorRows(playerId));

async function newPlayerId(): Promise<string> {
  const playerId = newId();
  await openSubjectKeys().openOrCreate(playerId, 'identity', now);
  return playerId;
}

/** Adds a passkey as the function does, from what a device answered. */
async function add(playerId: string, count = 0): Promise<{ passkey: SoftPasskey; write: Write }> {
  const creation = { rp: { id: rpId }, user: { id: userHandleOf(playerId) }, challenge: 'made' };
  const { passkey, answer } = makePasskey(creation, { origin, count });
  const made = await verifyAttestation(answer, { isRepeatedBy: (challenge) => challenge === 'made' });
  if (made === undefined) throw new Error('The passkey was refused');
  const key = await openSubjectKeys().open(playerId, 'identity', now);
  const passkeyId = newId();
  const { credentialId, publicKey, signatureCount } = made;
  const write = addingPasskey(playerId, await passkeysOf(playerId), {
    passkeyId,
    credentialId,
    signatureCount,
    publicKey: sealField(key, { field: 'passkeyPublicKey', recordId: passkeyId }, publicKey),
    name: sealField(key, { field: 'passkeyName', recordId: passkeyId }, 'Phone'),
    transports: [],
    createdAt: now.toISOString(),
  });
  return { passkey, write };
}

async function holder(count = 0): Promise<{ playerId: string; passkey: SoftPasskey }> {
  const playerId = await newPlayerId();
  const { passkey, write } = await add(playerId, count);
  await commit([write]);
  return { playerId, passkey };
}

const check = (playerId: string, proof: PresentedFactor, moment = now) =>
  collectUnsealings(
    () => undefined,
    () => openSecondFactors().check(playerId, proof, moment),
  );

async function proofOf(playerId: string, passkey: SoftPasskey, wrong: Misbehaviour = {}): Promise<PresentedFactor> {
  const challenge = await challenges.ask({ playerId, occasion }, now);
  const assertion = signWithPasskey(passkey, { rpId, challenge }, { origin, ...wrong });
  return { method: 'passkey', assertion, occasion };
}

describe('a challenge for passkeys', () => {
  it('lies hashed, waits five minutes and is used once', async () => {
    const place = { playerId: newId(), occasion };
    const challenge = await challenges.ask(place, now);
    expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(await services.scan('limits'))).not.toContain(challenge);
    const found = await challenges.find(place, later(299));
    expect([found?.isRepeatedBy(challenge), found?.isRepeatedBy('another')]).toEqual([true, false]);
    expect(await challenges.find(place, later(300))).toBeUndefined();
    const using = found === undefined ? [] : [found.using];
    await commit(using);
    expect(await challenges.find(place, now)).toBeUndefined();
    await expect(commit(using)).rejects.toThrow(Conflict);
  });

  it('is of one player, one purpose and one login or session', async () => {
    const place = { playerId: newId(), occasion };
    await challenges.ask(place, now);
    for (const other of [{ playerId: newId() }, { occasion: 'session#one' }, { occasion: 'login#two' }]) {
      expect(await challenges.find({ ...place, ...other }, now)).toBeUndefined();
    }
  });

  it('takes the place of the one before, which can no longer be used up', async () => {
    const place = { playerId: newId(), occasion };
    const before = await challenges.ask(place, now);
    const waiting = await challenges.find(place, now);
    await challenges.ask(place, now);
    expect((await challenges.find(place, now))?.isRepeatedBy(before)).toBe(false);
    await expect(commit(waiting === undefined ? [] : [waiting.using])).rejects.toThrow(Conflict);
  });
});

describe('a passkey as a factor', () => {
  it('is on from the moment it is added, and signs once per challenge', async () => {
    const { playerId, passkey } = await holder();
    expect(await openFactorMethods().methodsOf(playerId)).toEqual(['passkey']);
    const proof = await proofOf(playerId, passkey);
    const [first, second] = await Promise.all([check(playerId, proof), check(playerId, proof)]);
    await commit(first ?? []);
    await expect(commit(second ?? [])).rejects.toThrow(Conflict);
    expect(await check(playerId, proof)).toBeUndefined();
    expect((await passkeysOf(playerId))[0]?.lastUsedAt).toBe(now.toISOString());
  });

  it('is not right for another occasion, for none, or after five minutes', async () => {
    const { playerId, passkey } = await holder();
    const proof = await proofOf(playerId, passkey);
    expect(await check(playerId, { ...proof, occasion: 'login#two' })).toBeUndefined();
    expect(await check(playerId, { ...proof, occasion: 'session#one' })).toBeUndefined();
    const { occasion: _occasion, ...unasked } = proof;
    expect(await check(playerId, unasked)).toBeUndefined();
    expect(await check(playerId, proof, later(300))).toBeUndefined();
    expect(await check(playerId, proof, later(299))).toHaveLength(2);
  });

  it('counts on: a count that stays or goes back is told apart, but only of a right signature', async () => {
    const { playerId, passkey } = await holder(7);
    const { [0]: stored } = await passkeysOf(playerId);
    for (const count of [7, 6, 0]) {
      const proof = await proofOf(playerId, passkey, { count });
      await expect(check(playerId, proof)).rejects.toThrow(PasskeyCopied);
    }
    const other = makePasskey({ rp: { id: rpId }, user: { id: '' }, challenge: '' }, { origin }).passkey;
    const forged = await proofOf(playerId, { ...passkey, privateKey: other.privateKey }, { count: 1 });
    expect(await check(playerId, forged)).toBeUndefined();
    await commit((await check(playerId, await proofOf(playerId, passkey, { count: 8 }))) ?? []);
    expect((await passkeysOf(playerId))[0]?.signatureCount).toBe(8);
    const late = stored && usingPasskey(playerId, stored, { signatureCount: 9, now });
    await expect(commit(late === undefined ? [] : [late])).rejects.toThrow(Conflict);
  });

  it('is never right where codes are typed', async () => {
    const { playerId, passkey } = await holder();
    const proof = await proofOf(playerId, passkey);
    expect(await openTypedFactors().methodsOf(playerId)).toEqual(['passkey']);
    expect(await openTypedFactors().check(playerId, proof, now)).toBeUndefined();
  });

  it('is right no more when the key of its account has ended', async () => {
    const { playerId, passkey } = await holder();
    const proof = await proofOf(playerId, passkey);
    await commit([openSubjectKeys().ending(playerId, 'identity', now)]);
    expect(await check(playerId, proof)).toBeUndefined();
  });

  it('is asked for by its name, and nobody without one is asked', async () => {
    const { playerId, passkey } = await holder();
    const requests = openPasskeyRequests();
    const asked = await requests.ask(playerId, occasion, now);
    expect(asked).toMatchObject({ rpId, allowCredentials: [{ id: passkey.credentialId }] });
    expect(await requests.ask(newId(), occasion, now)).toBeUndefined();
  });
});

describe('the places for passkeys', () => {
  it('are ten: of two that take the last one, one is kept', async () => {
    const playerId = await newPlayerId();
    for (let added = 1; added < passkeysMax; added += 1) await commit([(await add(playerId)).write]);
    const last = await Promise.all([add(playerId), add(playerId)]);
    const outcomes = await Promise.allSettled(last.map(({ write }) => commit([write])));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await passkeysOf(playerId)).toHaveLength(passkeysMax);
    await expect(add(playerId)).rejects.toThrow(Conflict);
  });

  it('are free again when a passkey is removed, which removes no other in its place', async () => {
    const { playerId } = await holder();
    const [gone] = await passkeysOf(playerId);
    const removing = gone === undefined ? [] : [removingPasskey(playerId, gone)];
    await commit(removing);
    expect(await openFactorMethods().methodsOf(playerId)).toEqual([]);
    await commit([(await add(playerId)).write]);
    await expect(commit(removing)).rejects.toThrow(Conflict);
    expect(await passkeysOf(playerId)).toHaveLength(1);
  });

  it('are all forgotten with the account', async () => {
    const { playerId } = await holder();
    await commit([(await add(playerId)).write]);
    await commit(forgettingFactors(playerId));
    expect(await passkeysOf(playerId)).toEqual([]);
  });
});
