import { beforeEach, describe, expect, it } from 'vitest';
import type { RenderedMail } from '#domain/notification/render-letter.ts';
import { openMailProvider } from '#stores/mail.ts';
import { newId } from '#stores/ids.ts';
import { openHandlerServices, type Fault } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const provider = openMailProvider();
const mail: RenderedMail = { language: 'id', subject: 'Perihal', text: 'Isi', html: '<p>Isi</p>' };
const attempt = (to: string, changed: Partial<RenderedMail> = {}) => ({
  attemptId: newId(),
  messageClass: 'breach' as const,
  to,
  mail: { ...mail, ...changed },
});

beforeEach(() => {
  services.reset();
  services.ses.marks.clear();
});

describe('A mail', () => {
  it('carries its attempt as a tag, its class as a configuration set, and says that a machine wrote it', async () => {
    const to = `${newId()}@example.com`;
    const sent = attempt(to);
    expect(await provider.send(sent)).toEqual({ outcome: 'accepted' });
    expect(services.ses.mails({ to })[0]).toMatchObject({
      from: 'no-reply@mail.example',
      to: [to],
      subject: 'Perihal',
      text: 'Isi',
      html: '<p>Isi</p>',
      tags: { attempt: sent.attemptId },
      configurationSet: 'breach',
      headers: [
        { name: 'Auto-Submitted', value: 'auto-generated' },
        { name: 'Content-Language', value: 'id' },
      ],
    });
  });

  it.each([
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
    'Name <a@example.com>',
    'a@example.com;b@example.com',
    'a@b@example.com',
    'nobody',
    '',
  ])('is never addressed to %j: one bare address and nothing else', async (to) => {
    await expect(provider.send(attempt(to))).rejects.toThrow('bare address');
    expect(services.calls).toEqual([]);
  });

  it.each(['a\r\nBcc: b@example.com', 'a\u2028b', 'a\u0000'])('never has the subject %j', async (subject) => {
    await expect(provider.send(attempt('a@example.com', { subject }))).rejects.toThrow('one line');
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
    expect(await provider.send(attempt(`${newId()}@example.com`))).toMatchObject({ outcome });
    expect(services.calls).toEqual(['ses:SendEmail']);
  });

  it('is over for good when the provider rejects the message, and not when it asks to slow down', async () => {
    const to = `${newId()}@example.com`;
    services.ses.marks.set(to, 'refuse', 1);
    expect(await provider.send(attempt(to))).toEqual({ outcome: 'refused', errorCode: 'MessageRejected' });
    services.ses.marks.set(to, 'throttle', 1);
    expect(await provider.send(attempt(to))).toEqual({
      outcome: 'refused-for-now',
      errorCode: 'TooManyRequestsException',
    });
  });
});
