import { HOTP, Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Write } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { findRecoveryCodes, recoveryCodesCount, renewingRecoveryCodes } from '#stores/recovery-codes.ts';
import { readTogether } from '#stores/reads.ts';
import { forgettingFactors, openSecondFactors } from '#stores/second-factors.ts';
import { acceptedStep, confirmingTotp, enrollingTotp, findTotp, pendingSeconds, totpUri } from '#stores/totp-factor.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});

const now = new Date('2026-06-01T10:00:10.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const factors = openSecondFactors();

const commit = (writes: readonly Write[]) =>
  openLedger().commit({ writes, audit: [], actor: { kind: 'visitor', requestId: 'request' }, now });

const codeAt = (secret: string, moment: Date) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: moment.getTime() });

async function enrolled(): Promise<{ playerId: string; secret: string }> {
  const playerId = newId();
  await openSubjectKeys().openOrCreate(playerId, 'identity', now);
  const { secret, write } = await enrollingTotp(playerId, now);
  await commit([write]);
  return { playerId, secret };
}

async function turnedOn() {
  const { playerId, secret } = await enrolled();
  const write = await confirm(playerId, codeAt(secret, now), now);
  await commit(write === undefined ? [] : [write]);
  return { playerId, secret };
}

const recorded = <Result>(run: () => Promise<Result>) => collectUnsealings(() => undefined, run);
const confirm = (playerId: string, code: string, moment: Date) =>
  recorded(() => confirmingTotp(playerId, code, moment));
const checkTotp = (playerId: string, code: string, moment: Date) =>
  recorded(() => factors.check(playerId, { method: 'totp', code }, moment));

/** RFC 6238, appendix B, with the secrets of its errata: the ASCII digits repeated to the length of each hash. */
const vectors: readonly { seconds: number; sha1: string; sha256: string; sha512: string }[] = [
  { seconds: 59, sha1: '94287082', sha256: '46119246', sha512: '90693936' },
  { seconds: 1_111_111_109, sha1: '07081804', sha256: '68084774', sha512: '25091201' },
  { seconds: 1_111_111_111, sha1: '14050471', sha256: '67062674', sha512: '99943326' },
  { seconds: 1_234_567_890, sha1: '89005924', sha256: '91819424', sha512: '93441116' },
  { seconds: 2_000_000_000, sha1: '69279037', sha256: '90698825', sha512: '38618901' },
  { seconds: 20_000_000_000, sha1: '65353130', sha256: '77737706', sha512: '47863826' },
];
const digitsOf = (length: number) => '1234567890'.repeat(7).slice(0, length);

describe('the codes of RFC 6238, appendix B', () => {
  it.each(vectors)('at $seconds seconds', async ({ seconds, sha1, sha256, sha512 }) => {
    const timestamp = seconds * 1000;
    const at = (algorithm: string, length: number) =>
      TOTP.generate({ secret: Secret.fromUTF8(digitsOf(length)), algorithm, digits: 8, timestamp });
    expect([at('SHA1', 20), at('SHA256', 32), at('SHA512', 64)]).toEqual([sha1, sha256, sha512]);
    const secret = Secret.fromUTF8(digitsOf(20)).base32;
    const step = await acceptedStep({ secret, usedStep: 0 }, sha1.slice(2), new Date(timestamp));
    expect(step).toBe(Math.floor(seconds / 30));
  });
});

describe('an authenticator application', () => {
  it('is on only when a code confirmed it, and its secret lies sealed', async () => {
    const { playerId, secret } = await enrolled();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await factors.methodsOf(playerId)).toEqual([]);
    expect(await checkTotp(playerId, codeAt(secret, now), now)).toBeUndefined();
    expect(JSON.stringify(await services.scan('credentials'))).not.toContain(secret);
    const write = await confirm(playerId, codeAt(secret, now), now);
    await commit(write === undefined ? [] : [write]);
    expect(await factors.methodsOf(playerId)).toEqual(['totp']);
  });

  it('that is pending can be enrolled anew, and one that is on cannot', async () => {
    const { playerId, secret } = await enrolled();
    const again = await enrollingTotp(playerId, now);
    await commit([again.write]);
    expect(await confirm(playerId, codeAt(secret, now), now)).toBeUndefined();
    const write = await confirm(playerId, codeAt(again.secret, now), now);
    await commit(write === undefined ? [] : [write]);
    await expect(commit([(await enrollingTotp(playerId, now)).write])).rejects.toThrow(Conflict);
  });

  it('that nobody confirms within 15 minutes has ended', async () => {
    const { playerId, secret } = await enrolled();
    const moment = later(pendingSeconds);
    expect(await confirm(playerId, codeAt(secret, moment), moment)).toBeUndefined();
  });

  it('is confirmed by the secret whose code was checked, never by one that replaced it meanwhile', async () => {
    const { playerId, secret } = await enrolled();
    const write = await confirm(playerId, codeAt(secret, now), now);
    await commit([(await enrollingTotp(playerId, now)).write]);
    await expect(commit(write === undefined ? [] : [write])).rejects.toThrow(Conflict);
    expect((await findTotp(playerId))?.state).toBe('pending');
  });

  it('is told by an address that every application reads', async () => {
    const { secret } = await enrolled();
    const uri = new URL(await totpUri(secret, 'account'));
    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    const settings = { secret, issuer: 'sesetoro', algorithm: 'SHA1', digits: '6', period: '30' };
    expect(Object.fromEntries(uri.searchParams)).toMatchObject(settings);
  });
});

describe('a code', () => {
  it('is accepted one step early or late, and never further off', async () => {
    const secret = new Secret({ size: 20 });
    const step = Math.floor(now.getTime() / 30_000);
    for (let off = -20; off <= 20; off += 1) {
      const code = HOTP.generate({ secret, counter: step + off });
      const near = [-1, 0, 1].map((delta) => HOTP.generate({ secret, counter: step + delta }));
      const found = await acceptedStep({ secret: secret.base32, usedStep: 0 }, code, now);
      expect(found !== undefined).toBe(near.includes(code));
      if (Math.abs(off) <= 1) expect(Math.abs((found ?? 0) - step)).toBeLessThanOrEqual(1);
    }
  });

  it('is used once, and no earlier one after it', async () => {
    const { playerId, secret } = await turnedOn();
    expect(await checkTotp(playerId, codeAt(secret, now), now)).toBeUndefined();
    const next = later(30);
    await commit((await checkTotp(playerId, codeAt(secret, later(60)), next)) ?? []);
    for (const seconds of [0, 30, 60]) {
      expect(await checkTotp(playerId, codeAt(secret, later(seconds)), next)).toBeUndefined();
    }
  });

  it('that ten use at once lets in one', async () => {
    const { playerId, secret } = await turnedOn();
    const next = later(30);
    const code = codeAt(secret, next);
    const proofs = await Promise.all(Array.from({ length: 10 }, () => checkTotp(playerId, code, next)));
    const outcomes = await Promise.allSettled(proofs.map((writes) => commit(writes ?? [])));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('recovery codes', () => {
  const checkCode = (playerId: string, code: string) => factors.check(playerId, { method: 'recovery-code', code }, now);

  it('are ten of 80 bits, lie hashed, and each works once, however it is typed', async () => {
    const { playerId } = await turnedOn();
    const { codes, write } = renewingRecoveryCodes(playerId, now);
    await commit([write]);
    expect(new Set(codes).size).toBe(recoveryCodesCount);
    const rows = JSON.stringify(await services.scan('credentials'));
    for (const [index, code] of codes.entries()) {
      expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
      expect(rows).not.toContain(code);
      await commit((await checkCode(playerId, ` ${code.toUpperCase().replaceAll('-', ' ')}`)) ?? []);
      expect(await checkCode(playerId, code)).toBeUndefined();
      expect((await findRecoveryCodes(playerId))?.count).toBe(recoveryCodesCount - index - 1);
    }
    expect(await factors.methodsOf(playerId)).toEqual(['totp']);
  });

  it('of which two uses come at once let in one', async () => {
    const { playerId } = await turnedOn();
    const { codes, write } = renewingRecoveryCodes(playerId, now);
    await commit([write]);
    const proofs = await Promise.all([0, 1].map(() => checkCode(playerId, codes[0] ?? '')));
    const outcomes = await Promise.allSettled(proofs.map((writes) => commit(writes ?? [])));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('that are made anew end the earlier ones; of somebody else they prove nothing', async () => {
    const [{ playerId }, other] = [await turnedOn(), await turnedOn()];
    const first = renewingRecoveryCodes(playerId, now);
    await commit([first.write]);
    expect(await checkCode(other.playerId, first.codes[0] ?? '')).toBeUndefined();
    const pending = await checkCode(playerId, first.codes[1] ?? '');
    await commit([renewingRecoveryCodes(playerId, now).write]);
    expect(await checkCode(playerId, first.codes[0] ?? '')).toBeUndefined();
    await expect(commit(pending ?? [])).rejects.toThrow(Conflict);
  });

  it('are no factor by themselves, and all factors are forgotten together', async () => {
    const { playerId } = await turnedOn();
    await commit([renewingRecoveryCodes(playerId, now).write]);
    expect(await factors.methodsOf(playerId)).toEqual(['totp', 'recovery-code']);
    await commit(forgettingFactors(playerId).slice(0, 1));
    expect(await factors.methodsOf(playerId)).toEqual([]);
    await commit(forgettingFactors(playerId));
    expect(await findRecoveryCodes(playerId)).toBeUndefined();
  });
});

describe('every row that a second factor can have', () => {
  it('is read at a login and forgotten with the account', () => {
    const playerId = newId();
    const forgotten = forgettingFactors(playerId).map(({ Delete }) => Delete?.Key?.['sk'] as string);
    const read = openFactorMethods()
      .finding(playerId)
      .places.map(({ Key }) => Key.sk);
    expect(read.toSorted()).toEqual(forgotten.toSorted());
    expect(new Set(read).size).toBe(read.length);
  });

  it('gives one answer, read by name or by all', async () => {
    const { playerId } = await turnedOn();
    const methods = openFactorMethods();
    expect(await readTogether(methods.finding(playerId))).toEqual([await methods.methodsOf(playerId)]);
    expect(await methods.methodsOf(playerId)).toEqual(['totp']);
  });
});
