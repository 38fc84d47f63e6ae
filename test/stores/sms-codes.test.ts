import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  smsCapsPerDay,
  smsCodePurposes,
  smsCodeSeconds,
  smsCodeTriesMax,
  type SmsCodePurpose,
} from '#domain/session/sms-code.ts';
import { documentClient } from '#stores/clients.ts';
import type { Write } from '#stores/commitment.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { countingSms } from '#stores/sms-allowance.ts';
import { openSmsCodes } from '#stores/sms-codes.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const codes = openSmsCodes();
const start = Date.now();
const at = (seconds: number) => new Date(start + seconds * 1000);

async function commits(...writes: Write[]): Promise<boolean> {
  try {
    await documentClient().send(new TransactWriteCommand({ TransactItems: writes }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}

async function newIdentity() {
  const playerId = newId();
  const { key, write } = await openSubjectKeys().create(playerId, 'identity');
  if (write.Put) await documentClient().send(new PutCommand(write.Put));
  return { playerId, identity: key };
}

type Step =
  | { kind: 'ask' }
  | { kind: 'send'; request: number }
  | { kind: 'try'; code: number }
  | { kind: 'guess' }
  | { kind: 'wait'; seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant({ kind: 'ask' } as const),
  fc.record({ kind: fc.constant('send' as const), request: fc.nat(3) }),
  fc.record({ kind: fc.constant('try' as const), code: fc.nat(3) }),
  fc.constant({ kind: 'guess' } as const),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 300, smsCodeSeconds) }),
);

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** What a code is worth by the rule alone, played beside the store. */
class CodeGame {
  private readonly requests: string[] = [];
  private readonly made: string[] = [];
  private live: { request: number; code: string | undefined; endsAt: number; tries: number } | undefined;
  private seconds = 0;

  private readonly owner: Awaited<ReturnType<typeof newIdentity>>;

  constructor(owner: Awaited<ReturnType<typeof newIdentity>>) {
    this.owner = owner;
  }

  private get now() {
    return at(this.seconds);
  }

  private get place() {
    return { playerId: this.owner.playerId, purpose: 'phone-change' } as const;
  }

  private isLive(): boolean {
    return this.live !== undefined && Math.floor(this.now.getTime() / 1000) < this.live.endsAt;
  }

  async play(step: Step): Promise<void> {
    if (step.kind === 'wait') this.seconds += step.seconds;
    else if (step.kind === 'ask') await this.ask();
    else if (step.kind === 'send') await this.send(step.request % this.requests.length);
    else await this.try(step.kind === 'try' ? this.made[step.code % Math.max(1, this.made.length)] : undefined);
  }

  private async ask(): Promise<void> {
    const requestId = newId();
    this.requests.push(requestId);
    expect(await commits(codes.requesting({ ...this.place, requestId }, this.now))).toBe(true);
    const endsAt = Math.floor(this.now.getTime() / 1000) + smsCodeSeconds;
    this.live = { request: this.requests.length - 1, code: undefined, endsAt, tries: 0 };
  }

  private async send(request: number): Promise<void> {
    const pending = await codes.pending(this.place, this.requests[request]!, this.now);
    expect(pending !== undefined).toBe(this.isLive() && this.live?.request === request);
    if (pending === undefined || this.live === undefined) return;
    const { code, write } = codes.minting(pending, this.owner.identity);
    expect(await commits(write)).toBe(true);
    this.made.push(code);
    this.live = { ...this.live, code, tries: 0 };
  }

  private async try(known: string | undefined): Promise<void> {
    const code = known ?? wrong(this.live?.code ?? '000000');
    const using = await codes.check(this.place, { code, identity: this.owner.identity }, this.now);
    const live = this.live;
    const isOpen = this.isLive() && live?.code !== undefined && live.tries < smsCodeTriesMax;
    expect(using !== undefined).toBe(isOpen && live.code === code);
    if (isOpen) live.tries += 1;
    if (using === undefined) return;
    expect(await commits(using)).toBe(true);
    expect(await commits(using)).toBe(false);
    this.live = undefined;
  }
}

describe('a code', () => {
  it('lets in only the newest, once, in ten minutes and five tries, whatever happens in which order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const game = new CodeGame(await newIdentity());
        await game.play({ kind: 'ask' });
        for (const each of steps) await game.play(each);
      }),
      { numRuns: 60 },
    );
  });

  it('is bound to player and purpose, and lies in the table as an HMAC that says nothing of it', async () => {
    const [one, other] = [await newIdentity(), await newIdentity()];
    const requestId = newId();
    const [purpose, ...others] = smsCodePurposes;
    const request = { playerId: one.playerId, purpose, requestId, endsAtSeconds: Math.floor(start / 1000) + 600 };
    await commits(codes.requesting(request, at(0)));
    const { code, write } = codes.minting(request, one.identity);
    expect(code).toMatch(/^\d{6}$/);
    await commits(write);
    const wrongPlaces = [
      { ...request, playerId: other.playerId },
      ...others.map((each) => ({ ...request, purpose: each })),
    ];
    for (const place of wrongPlaces) {
      expect(await codes.check(place, { code, identity: one.identity }, at(1))).toBeUndefined();
    }
    expect(await codes.check(request, { code, identity: other.identity }, at(1))).toBeUndefined();
    expect(await codes.check(request, { code, identity: one.identity }, at(1))).toBeDefined();
    const row = (await services.scan('notifications')).find(({ pk }) => String(pk).includes(one.playerId));
    expect(JSON.stringify({ hash: row?.['codeHash'] })).not.toContain(code);
  });

  it('asked for on one occasion is worth nothing on another, and uses up no try there', async () => {
    const { playerId, identity } = await newIdentity();
    const place = { playerId, purpose: 'second-factor', occasion: 'login#one' } as const;
    await commits(codes.requesting({ ...place, requestId: 'one' }, at(0)));
    const pending = await codes.pending({ playerId, purpose: 'second-factor' }, 'one', at(1));
    const { code, write } = codes.minting(pending!, identity);
    await commits(write);
    for (const occasion of ['login#two', 'session#one', undefined, 'login#two', 'session#two', 'login#three']) {
      expect(await codes.check({ ...place, occasion }, { code, identity }, at(1))).toBeUndefined();
    }
    expect(await codes.check(place, { code, identity }, at(1))).toBeDefined();
  });

  it('is not kept by a sender whose request was replaced meanwhile', async () => {
    const { playerId, identity } = await newIdentity();
    const place = { playerId, purpose: 'phone-change' } as const;
    await commits(codes.requesting({ ...place, requestId: 'first' }, at(0)));
    const pending = await codes.pending(place, 'first', at(1));
    await commits(codes.requesting({ ...place, requestId: 'second' }, at(2)));
    expect(await commits(codes.minting(pending!, identity).write)).toBe(false);
    await commits(codes.dropping(place));
    expect(await codes.pending(place, 'second', at(3))).toBeUndefined();
  });
});

describe('the caps', () => {
  it('hold for number, account and network at once, whatever is asked for by whom, and begin anew each day', async () => {
    const asked = fc.record({ phone: fc.nat(4), player: fc.nat(2), network: fc.nat(1), nextDay: fc.nat(60) });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 30, maxLength: 60 }), fc.uuid(), async (requests, run) => {
        const counts = new Map<string, number>();
        let day = 0;
        for (const { phone, player, network, nextDay } of requests) {
          if (nextDay === 0) day += 1;
          const now = new Date(start + day * 86_400_000);
          const counted = {
            phoneIndex: `${run}-${phone}`,
            playerId: `${run}-${player}`,
            networkName: `${run}-${network}`,
            purpose: 'phone-change' as const,
          };
          const names = [`number ${phone} ${day}`, `account ${player} ${day}`, `network ${network} ${day}`] as const;
          const caps = [smsCapsPerDay.number, smsCapsPerDay.account, smsCapsPerDay.network];
          const isAllowed = names.every((name, index) => (counts.get(name) ?? 0) < caps[index]!);
          expect(await commits(...countingSms(counted, now))).toBe(isAllowed);
          if (isAllowed) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('of a network leaves room for codes that prove a factor, which go to numbers that were proved before', async () => {
    const networkName = newId();
    const ask = (purpose: SmsCodePurpose) =>
      commits(...countingSms({ phoneIndex: newId(), playerId: newId(), networkName, purpose }, at(0)));
    for (let count = 0; count < smsCapsPerDay.network; count += 1) expect(await ask('second-factor-on')).toBe(true);
    expect(await ask('second-factor-on')).toBe(false);
    expect(await ask('phone-change')).toBe(false);
    for (let count = 0; count < smsCapsPerDay['network-proving']; count += 1)
      if (!(await ask('second-factor'))) throw new Error(`Code ${count} of a login was refused`);
    expect(await ask('second-factor')).toBe(false);
  });
});
