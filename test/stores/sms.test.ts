import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#stores/ids.ts';
import { openSmsProvider } from '#stores/sms.ts';
import { openHandlerServices, type Fault } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const provider = openSmsProvider();
const to = '+6281200000001';
const attempt = (changed: { to?: string; body?: string; lifeSeconds?: number } = {}) => ({
  attemptId: newId(),
  to,
  body: 'Isi',
  lifeSeconds: 600,
  ...changed,
});

beforeEach(() => {
  services.reset();
  services.smsVoice.inbox.clear();
});

describe('A text message', () => {
  it('carries its attempt, its class and its configuration set', async () => {
    const sent = attempt();
    expect(await provider.send(sent)).toEqual({ outcome: 'accepted' });
    expect(services.smsVoice.inbox.messages({ to })).toMatchObject([
      {
        from: 'sender-id/SESETORO/ID',
        body: 'Isi',
        messageType: 'TRANSACTIONAL',
        configurationSet: 'security-sms',
        context: { attempt: sent.attemptId },
      },
    ]);
  });

  it.each(['0812', '+62 812', '+6281200000001,+6281200000002', '+0812000000', ''])(
    'is never sent to %j: one E.164 number and nothing else',
    async (wrong) => {
      await expect(provider.send(attempt({ to: wrong }))).rejects.toThrow('E.164');
      expect(services.calls).toEqual([]);
    },
  );

  it.each(['', 'x'.repeat(161), 'kode “1”', 'tab\there'])('is never %j: one part of plain characters', async (body) => {
    await expect(provider.send(attempt({ body }))).rejects.toThrow('one part');
    expect(services.calls).toEqual([]);
  });
});

describe('An attempt', () => {
  it.each<[Fault, string]>([
    ['throttle', 'refused-for-now'],
    ['crash-before', 'unknown'],
    ['crash-after', 'unknown'],
    ['unavailable-after', 'unknown'],
  ])('that meets %s is made once and ends as %s', async (fault, outcome) => {
    services.meddle = () => fault;
    expect(await provider.send(attempt())).toMatchObject({ outcome });
    expect(services.calls).toEqual(['sms-voice:SendTextMessage']);
  });

  it('that is refused for its content is refused for good', async () => {
    expect(await provider.send(attempt({ lifeSeconds: 1 }))).toEqual({
      outcome: 'refused',
      errorCode: 'ValidationException',
    });
  });
});
