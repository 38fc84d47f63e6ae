import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as confirm } from '#functions/session/confirm-sms.ts';
import { handler as start } from '#functions/session/enrol-sms.ts';
import { documentClient } from '#stores/clients.ts';
import { openFactorCodes } from '#stores/factor-codes.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { callRoute, type SignedIn } from '#test/support/handler-calls.ts';
import { openHandlerServices, type Fault } from '#test/support/handler-services.ts';
import { sendUnderFault, troublesOf } from '#test/support/mail-faults.ts';
import { openMailPipeline } from '#test/support/mail-pipeline.ts';
import { signInWithPhone } from '#test/support/phone-owner.ts';

const services = await openHandlerServices();
let numbers = 81_200_000;
let phone = '';
let owner: SignedIn;

beforeEach(async () => {
  // A day of its own: the caps of networks are shared by whoever tests on one machine.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (numbers += 1) * 86_400 });
  services.reset();
  phone = `+62${numbers}`;
  owner = await signInWithPhone(new Date(), phone);
});
afterEach(() => vi.useRealTimers());

const ask = () => callRoute(start, { now: new Date(), accessToken: owner.accessToken });
const confirmWith = (code: string) =>
  callRoute(confirm, { now: new Date(), accessToken: owner.accessToken, body: { code } });
const messages = () => services.smsVoice.inbox.messages({ to: phone }).map(({ body }) => body);
const lastCode = () => /^\d{6}/.exec(messages().at(-1) ?? '')?.[0] ?? '';

describe('a code of the SMS factor', () => {
  it('goes out once through outbox and lease, however often records and messages come, and queues carry ids only', async () => {
    const pipeline = openMailPipeline(services);
    expect((await ask()).status).toBe(202);
    await pipeline.settle({ twice: true });
    expect(messages()).toHaveLength(1);
    expect(pipeline.bodies.join()).not.toContain(phone);
    expect(pipeline.bodies.join()).not.toContain(lastCode());
    expect(services.logs.join()).not.toContain(phone);
    expect(services.logs.join()).not.toContain(`#${lastCode()}`);
    expect((await confirmWith(lastCode())).status).toBe(200);
    expect(await openSecondFactors().methodsOf(owner.playerId)).toEqual(['sms', 'recovery-code']);
  });

  it('is refused to whoever has no phone number, and nothing is sent', async () => {
    const Key = { pk: owner.playerId, sk: 'account' };
    await documentClient().send(
      new UpdateCommand({ TableName: 'players', Key, UpdateExpression: 'REMOVE phone, phoneIndex' }),
    );
    expect((await ask()).body).toMatchObject({ type: expect.stringMatching(/sms-unavailable$/) });
    expect(messages()).toEqual([]);
  });

  it('proves the factor once it is on, one time, and nobody else’s', async () => {
    const pipeline = openMailPipeline(services);
    await ask();
    await pipeline.settle();
    await confirmWith(lastCode());
    const moment = { actor: { kind: 'visitor', requestId: 'request' } as const, now: new Date() };
    const request = { playerId: owner.playerId, occasion: 'login#one', address: '203.0.113.9' };
    expect(await openFactorCodes(openLedger()).request(request, moment)).toMatchObject({ outcome: 'requested' });
    await pipeline.settle();
    const proof = { method: 'sms', code: lastCode(), occasion: 'login#one' } as const;
    const factors = openSecondFactors();
    expect(await factors.check('0'.repeat(26), proof, new Date())).toBeUndefined();
    expect(await factors.check(owner.playerId, { ...proof, method: 'totp' }, new Date())).toBeUndefined();
    expect(await factors.check(owner.playerId, { ...proof, occasion: 'login#two' }, new Date())).toBeUndefined();
    expect(await factors.check(owner.playerId, { method: 'sms', code: proof.code }, new Date())).toBeUndefined();
    expect(await factors.check(owner.playerId, proof, new Date())).toHaveLength(1);
  });

  it.each<Fault>(['throttle', 'crash-before', 'crash-after', 'unavailable-after'])(
    'is never sent twice for one request that lasts, whichever call of its sender meets %s',
    async (fault) => {
      const clean = await sendUnderFault(services, async () => void (await ask()), { at: 0, fault: 'none' });
      expect(messages()).toHaveLength(1);
      for (const { at } of troublesOf(fault, clean.calls)) {
        phone = `+62${(numbers += 1)}`;
        owner = await signInWithPhone(new Date(), phone);
        const { dead } = await sendUnderFault(services, async () => void (await ask()), { at, fault });
        expect(dead).toEqual([]);
        expect(messages().length).toBeLessThanOrEqual(1);
        vi.setSystemTime(Date.now() + 86_400_000);
      }
    },
  );
});
