import { beforeAll, describe, expect, it } from 'vitest';
import { accountLimit } from '#domain/player/attempts.ts';
import { openAttempts, type AttemptNames } from '#stores/attempts.ts';
import { newId } from '#stores/ids.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

const start = new Date('2026-06-01T10:00:00.000Z');
const attempts = openAttempts();
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

/** Reserves one attempt after the other and answers how many were allowed. */
async function allowedOf(names: AttemptNames, { count, at }: { count: number; at: (attempt: number) => Date }) {
  let allowed = 0;
  for (let attempt = 0; attempt < count; attempt += 1) {
    const { outcome } = await attempts.reserveAll(names, at(attempt));
    if (outcome === 'allowed') allowed += 1;
  }
  return allowed;
}

describe('attempts from a device that the account knows', () => {
  it('go on after 10,000 guesses from elsewhere within an hour', async () => {
    const account = newId();
    const elsewhere = { secrets: [`login#${account}`], network: `login#network#${newId()}` };
    const at = (attempt: number) => after((attempt * 3600) / 10_000);
    const got = await allowedOf(elsewhere, { count: 10_000, at });
    process.stdout.write(`Guesses from elsewhere that were let through: ${got} of 10000\n`);
    expect(got).toBeLessThan(20);
    const stranger = await attempts.reserveAll(elsewhere, after(3600));
    expect(stranger.outcome).toBe('blocked');
    const owner = { secrets: [`login#device#${account}#1`], network: undefined };
    expect(await attempts.reserveAll(owner, after(3600))).toEqual({ outcome: 'allowed' });
  }, 120_000);

  it('are as few as those of a stranger, and never keep other devices waiting', async () => {
    const ofDevice = (): AttemptNames => ({ secrets: [`login#device#${newId()}#1`], network: undefined });
    const [stolen, other] = [ofDevice(), ofDevice()];
    const got = await allowedOf(stolen, { count: 100, at: () => start });
    expect(got).toBe(accountLimit.freeAttempts);
    const later = await attempts.reserveAll(stolen, after(1));
    expect(later).toEqual({ outcome: 'blocked', retryAfterSeconds: accountLimit.firstDelaySeconds - 1 });
    expect(await attempts.reserveAll(other, after(1))).toEqual({ outcome: 'allowed' });
  });

  it('made at once share the free ones', async () => {
    const stolen = { secrets: [`login#device#${newId()}#1`], network: undefined };
    const answers = await Promise.all(Array.from({ length: 40 }, () => attempts.reserveAll(stolen, start)));
    const allowed = answers.filter(({ outcome }) => outcome === 'allowed').length;
    expect(allowed).toBeGreaterThan(0);
    expect(allowed).toBeLessThanOrEqual(accountLimit.freeAttempts);
  });
});
