import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageClassOf } from '#domain/notification/event-type.ts';
import type { Mail } from '#local/ses/inbox.ts';
import { openNotifications } from '#stores/notifications.ts';
import { openTokens } from '#stores/tokens.ts';
import { announce, openAccount, startRegistration } from '#test/support/announced-people.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openMailPipeline } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
const notifications = openNotifications();
let pipeline: ReturnType<typeof openMailPipeline>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
  services.ses.marks.clear();
  pipeline = openMailPipeline(services);
});
afterEach(() => vi.useRealTimers());

const turnMinutes = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);
const mailsTo = (email: string): Mail[] => services.ses.mails({ to: email });
const stateOf = async (eventId: string, recipient: string) => (await notifications.find({ eventId, recipient }))?.state;
const tokenIn = (mail: Mail) => /\/verification#([\w-]{43})/.exec(mail.text ?? '')?.[1] ?? '';

describe('The mail of a registration', () => {
  it('goes once to the address as entered, in the language of the registration, with a link that opens it', async () => {
    const started = await startRegistration({ language: 'id', email: 'Budi.S@Example.com' });
    await pipeline.settle();
    const [mail, ...others] = mailsTo('Budi.S@Example.com');
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ from: 'no-reply@mail.example', configurationSet: 'security' });
    expect(mail?.text).toContain('Halo,');
    expect(mail?.text).toContain('https://web.example/verification#');
    const grant = await openTokens().find(tokenIn(mail!), 'registration-verification', new Date());
    expect(grant).toMatchObject({
      recordId: started.registrationId,
      context: { emailIndex: started.emailIndex },
    });
    expect(await stateOf(started.eventId, started.registrationId)).toBe('delivered');
  });

  it('says nothing that was entered in the form', async () => {
    const started = await startRegistration({ fullName: 'Buy at evil.example' });
    await pipeline.settle();
    expect(mailsTo(started.email)[0]?.text).not.toContain('evil');
  });

  it('tells the owner instead, in the language of the account, when the address has one; no link is made', async () => {
    const first = await startRegistration({ language: 'id' });
    const ownerId = await openAccount(first);
    await pipeline.settle();
    services.ses.clearInbox();
    const second = await startRegistration({ email: first.email, emailIndex: first.emailIndex, language: 'en' });
    const tokens = async () =>
      (await services.scan('notifications')).filter(({ pk }) => String(pk).startsWith('token#')).length;
    const before = await tokens();
    await pipeline.settle();
    const [mail] = mailsTo(first.email);
    expect(mail?.subject).toBe('Anda sudah memiliki akun sesetoro');
    expect(await tokens()).toBe(before);
    expect(await notifications.find({ eventId: second.eventId, recipient: second.registrationId })).toMatchObject({
      state: 'delivered',
      subjectId: ownerId,
    });
  });

  it('is withheld when the registration was completed or lapsed before it could leave', async () => {
    const completed = await startRegistration();
    await openAccount(completed);
    const lapsed = await startRegistration();
    turnMinutes(48 * 60 + 1);
    await pipeline.settle();
    expect([...mailsTo(completed.email), ...mailsTo(lapsed.email)]).toEqual([]);
    expect(await stateOf(completed.eventId, completed.registrationId)).toBe('withheld');
    expect(await stateOf(lapsed.eventId, lapsed.registrationId)).toBe('withheld');
  });

  it('comes again on request for the newest registration, and for an unknown address nothing does', async () => {
    const older = await startRegistration();
    turnMinutes(1);
    const newer = await startRegistration({ email: older.email, emailIndex: older.emailIndex });
    await pipeline.settle();
    services.ses.clearInbox();
    const resend = (emailIndex: string) =>
      announce([{ type: 'verification-resend-requested', subjectId: emailIndex, context: { emailIndex } }]);
    await resend(older.emailIndex);
    const [unknown = ''] = await resend('v1.nobody');
    await pipeline.settle();
    const mails = mailsTo(older.email);
    expect(mails).toHaveLength(1);
    const grant = await openTokens().find(tokenIn(mails[0]!), 'registration-verification', new Date());
    expect(grant?.recordId).toBe(newer.registrationId);
    expect(await stateOf(unknown, 'registrant')).toBe('withheld');
  });
});

describe('The sender', () => {
  it('sends one mail however often stream, queue and mail events repeat themselves', async () => {
    const started = await startRegistration();
    await pipeline.settle({ twice: true });
    await pipeline.settle({ twice: true });
    expect(mailsTo(started.email)).toHaveLength(1);
    expect(await stateOf(started.eventId, started.registrationId)).toBe('delivered');
  });

  it('lets one of two senders that act at the same moment win', async () => {
    const started = await startRegistration();
    const { handler } = await import('#functions/notification/send.ts');
    const { deliver } = await import('#test/support/handler-calls.ts');
    await Promise.all([1, 2, 3].map(() => deliver(handler, { eventId: started.eventId })));
    await pipeline.settle();
    expect(mailsTo(started.email)).toHaveLength(1);
  });

  it('sends again what was throttled, when its time has come and not before', async () => {
    const started = await startRegistration();
    services.ses.marks.set(started.email, 'throttle', 2);
    await pipeline.settle();
    expect(await stateOf(started.eventId, started.registrationId)).toBe('waiting');
    await pipeline.sweep();
    expect(mailsTo(started.email)).toEqual([]);
    turnMinutes(1);
    await pipeline.sweep();
    expect(await stateOf(started.eventId, started.registrationId)).toBe('waiting');
    turnMinutes(2);
    await pipeline.sweep();
    expect(mailsTo(started.email)).toHaveLength(1);
    expect(await stateOf(started.eventId, started.registrationId)).toBe('delivered');
  });

  it('never sends again what the provider refused', async () => {
    const started = await startRegistration();
    services.ses.marks.set(started.email, 'refuse', 1);
    await pipeline.settle();
    turnMinutes(60);
    await pipeline.sweep();
    expect(mailsTo(started.email)).toEqual([]);
    expect(await stateOf(started.eventId, started.registrationId)).toBe('rejected');
  });

  it('believes a mail event when it got no answer, and does not send again', async () => {
    const started = await startRegistration();
    services.meddle = (_call, operation) => (operation === 'ses:SendEmail' ? 'crash-after' : 'none');
    await pipeline.settle();
    expect(await stateOf(started.eventId, started.registrationId)).toBe('delivered');
    turnMinutes(60);
    await pipeline.sweep();
    expect(mailsTo(started.email)).toHaveLength(1);
  });

  it('waits ten minutes for a mail event when it got no answer, then sends again', async () => {
    const started = await startRegistration();
    services.meddle = (_call, operation) => (operation === 'ses:SendEmail' ? 'crash-before' : 'none');
    await pipeline.settle();
    services.reset();
    turnMinutes(9);
    await pipeline.sweep();
    expect(mailsTo(started.email)).toEqual([]);
    expect(await stateOf(started.eventId, started.registrationId)).toBe('sending');
    turnMinutes(2);
    await pipeline.sweep();
    expect(mailsTo(started.email)).toHaveLength(1);
    expect(await notifications.find({ eventId: started.eventId, recipient: started.registrationId })).toMatchObject({
      state: 'delivered',
      attemptNumber: 2,
    });
  });

  it('repeats a mail only when the answer and every mail event of it were lost', async () => {
    const started = await startRegistration();
    services.meddle = (_call, operation) => (operation === 'ses:SendEmail' ? 'crash-after' : 'none');
    await pipeline.settle({ loses: () => true });
    services.reset();
    turnMinutes(11);
    await pipeline.sweep();
    expect(mailsTo(started.email)).toHaveLength(2);
  });

  it.each([
    ['bounce', 'bounced'],
    ['complain', 'complained'],
    ['suppress', 'suppressed'],
    ['reject', 'rejected'],
  ] as const)('ends a mail whose fate is "%s" as %s and leaves it so', async (fate, state) => {
    const started = await startRegistration();
    services.ses.marks.set(started.email, fate);
    await pipeline.settle();
    turnMinutes(60);
    await pipeline.sweep();
    expect(await stateOf(started.eventId, started.registrationId)).toBe(state);
    const sent = services.ses.mails().filter(({ to }) => to.includes(started.email));
    expect(sent).toHaveLength(1);
  });

  it('puts ids on the queue and nothing else', async () => {
    const started = await startRegistration();
    await pipeline.settle();
    expect(pipeline.bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      { eventId: started.eventId, subjectId: started.registrationId },
    ]);
  });

  it('writes down every attempt and every outcome, without a value', async () => {
    const started = await startRegistration();
    await pipeline.settle();
    const rows = (await services.scan('evidence')).filter(({ pk }) => pk === `notification#${started.eventId}`);
    const actions = rows.map(({ action }) => action);
    expect(actions).toContain('notification-attempted');
    expect(actions).toContain('notification-delivered');
    expect(JSON.stringify(rows)).not.toContain(started.email);
  });

  it('sends every class of mail through a configuration set of its own', () => {
    expect(new Set(['security', 'transactional', 'breach', 'marketing'])).toEqual(
      new Set(
        (['account-closed', 'deposit-confirmed', 'breach-notice', 'marketing-agreed'] as const).map(messageClassOf),
      ),
    );
  });
});
