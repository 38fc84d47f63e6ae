import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  BadRequestException,
  MessageRejected,
  NotFoundException,
  SendEmailCommand,
  TooManyRequestsException,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSes } from '#local/ses/ses.ts';
import { serveSes } from '#test/support/local/ses-service.ts';

type Detail = { eventType: string; mail: Record<string, unknown> } & Record<string, Record<string, unknown>>;
/** As CloudFormation writes them. */
const allTypes = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'renderingFailure', 'deliveryDelay'];
const destination = (MatchingEventTypes: string[]) => ({
  ConfigurationSetName: 'breach',
  EventDestination: {
    MatchingEventTypes,
    EventBridgeDestination: { EventBusArn: 'arn:aws:events:ap-southeast-3:000000000000:event-bus/default' },
  },
});

let service: Awaited<ReturnType<typeof serveSes>>;

function configure(types = allTypes) {
  service.ses.addIdentity({ EmailIdentity: 'mail.example.com' });
  service.ses.addConfigurationSet({ Name: 'breach' });
  service.ses.addConfigurationSet({ Name: 'quiet' });
  service.ses.addEventDestination(destination(types));
}

beforeEach(async () => {
  service = await serveSes();
  configure();
});
afterEach(() => service.close());

const request = (to: string, more: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'Operator <privacy@mail.example.com>',
  Destination: { ToAddresses: [to] },
  Content: {
    Simple: {
      Subject: { Data: 'Tentang data Anda' },
      Body: { Text: { Data: 'Halo' }, Html: { Data: '<p>Halo</p>' } },
      Headers: [{ Name: 'X-Entity-Ref-ID', Value: 'r1' }],
    },
  },
  ConfigurationSetName: 'breach',
  EmailTags: [{ Name: 'attempt', Value: 'a-1' }],
  ...more,
});
const send = (to: string, more: Partial<SendEmailCommandInput> = {}) =>
  service.client.send(new SendEmailCommand(request(to, more)));
const told = async (...detailTypes: string[]) => {
  await vi.waitFor(() => expect(service.ses.isAnnouncing()).toBe(false));
  expect(service.events.map((event) => event.detailType)).toEqual(detailTypes);
  return service.events.map((event) => event.detail as Detail);
};

describe('the inbox', () => {
  test('a mail is kept with all its parts and found by recipient and time', async () => {
    const before = service.clock.now() - 1;
    const { MessageId } = await send('player@example.org');
    expect(service.ses.mails({ to: 'Player@example.org', after: before })).toMatchObject([
      {
        messageId: MessageId,
        from: 'Operator <privacy@mail.example.com>',
        to: ['player@example.org'],
        subject: 'Tentang data Anda',
        text: 'Halo',
        html: '<p>Halo</p>',
        headers: [{ name: 'X-Entity-Ref-ID', value: 'r1' }],
        tags: { attempt: 'a-1' },
        configurationSet: 'breach',
      },
    ]);
    expect(service.ses.mails({ to: 'other@example.org' })).toEqual([]);
    expect(service.ses.mails({ after: service.clock.now() + 1 })).toEqual([]);
  });

  test('mails and suppression survive a restart, and kept-back events are told then', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ses-'));
    const { clock } = service;
    const crashed = openSes({ folder, clock, region: 'ap-southeast-3', emit: () => undefined });
    crashed.addIdentity({ EmailIdentity: 'mail.example.com' });
    crashed.addConfigurationSet({ Name: 'breach' });
    crashed.suppressionList.add('gone@example.org', 'BOUNCE');
    crashed.handleHttp('POST', '/v2/email/outbound-emails', JSON.stringify(request('player@example.org')));
    crashed.close();
    await service.close();
    service = await serveSes(folder);
    configure();
    service.ses.start();
    await told('Email Sent', 'Email Delivered');
    expect(service.ses.mails()).toHaveLength(1);
    expect(service.ses.suppressionList.reasonOf('gone@example.org')).toBe('BOUNCE');
    fs.rmSync(folder, { recursive: true });
  });
});

describe('mail events', () => {
  test('a delivered mail is told as sent and delivered, with its id, tags and recipients', async () => {
    const { MessageId } = await send('player@example.org');
    const [sent, delivered] = await told('Email Sent', 'Email Delivered');
    expect(service.events[0]).toMatchObject({
      source: 'aws.ses',
      resources: ['arn:aws:ses:ap-southeast-3:000000000000:configuration-set/breach'],
    });
    expect(sent).toMatchObject({ eventType: 'Send', send: {} });
    expect(delivered).toMatchObject({
      eventType: 'Delivery',
      mail: {
        messageId: MessageId,
        destination: ['player@example.org'],
        sourceArn: 'arn:aws:ses:ap-southeast-3:000000000000:identity/mail.example.com',
        tags: { attempt: ['a-1'], 'ses:configuration-set': ['breach'], 'ses:from-domain': ['mail.example.com'] },
      },
      delivery: { recipients: ['player@example.org'] },
    });
  });

  test('events follow the answer of the call', () => {
    service.ses.handleHttp('POST', '/v2/email/outbound-emails', JSON.stringify(request('player@example.org')));
    expect(service.events).toEqual([]);
  });

  test('the simulator bounces, complains and suppresses, labels included', async () => {
    await send('bounce+x@simulator.amazonses.com');
    await send('complaint@simulator.amazonses.com');
    await send('suppressionlist@simulator.amazonses.com');
    const bounced = ['Email Sent', 'Email Bounced'];
    const complained = ['Email Sent', 'Email Delivered', 'Email Complaint Received'];
    const details = await told(...bounced, ...complained, ...bounced);
    expect(details[1]).toMatchObject({
      eventType: 'Bounce',
      bounce: { bounceType: 'Permanent', bounceSubType: 'General' },
    });
    expect(details[4]).toMatchObject({ eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } });
    expect(details[6]).toMatchObject({ bounce: { bounceSubType: 'Suppressed' } });
    expect(service.ses.suppressionList.all()).toEqual([]);
  });

  test('an address that bounced is suppressed from then on and gets nothing', async () => {
    service.ses.marks.set('gone@example.org', 'bounce', 1);
    await send('gone@example.org');
    await send('gone@example.org');
    const details = await told('Email Sent', 'Email Bounced', 'Email Sent', 'Email Bounced');
    expect(details[3]).toMatchObject({ bounce: { bounceSubType: 'OnAccountSuppressionList' } });
    expect(service.ses.mails({ to: 'gone@example.org' })).toEqual([]);
  });

  test('a rejected mail is told as sent and rejected', async () => {
    service.ses.marks.set('player@example.org', 'reject');
    await send('player@example.org');
    const details = await told('Email Sent', 'Email Rejected');
    expect(details[1]).toMatchObject({ eventType: 'Reject', reject: { reason: 'Bad content' } });
  });

  test('events can get lost although the mail arrives', async () => {
    service.ses.marks.set('player@example.org', 'silence');
    await send('player@example.org');
    await told();
    expect(service.ses.mails({ to: 'player@example.org' })).toHaveLength(1);
  });

  test('only the types that the configuration set publishes are told', async () => {
    await service.close();
    service = await serveSes();
    configure(['DELIVERY']);
    await send('player@example.org');
    await told('Email Delivered');
  });

  test('a configuration set without destination, and no configuration set, tell nothing', async () => {
    await send('player@example.org', { ConfigurationSetName: 'quiet' });
    await send('player@example.org', { ConfigurationSetName: undefined });
    await told();
  });
});

describe('refusals', () => {
  test('an unverified sender is rejected', async () => {
    const sending = send('player@example.org', { FromEmailAddress: 'x@example.net' });
    await expect(sending).rejects.toBeInstanceOf(MessageRejected);
    expect(service.ses.mails()).toEqual([]);
  });

  test('an unknown configuration set is not found', async () => {
    await expect(send('p@example.org', { ConfigurationSetName: 'x' })).rejects.toBeInstanceOf(NotFoundException);
  });

  test('a marked address is throttled so many times, or rejected', async () => {
    service.ses.marks.set('player@example.org', 'throttle', 1);
    await expect(send('player@example.org')).rejects.toBeInstanceOf(TooManyRequestsException);
    await send('player@example.org');
    service.ses.marks.set('player@example.org', 'refuse');
    await expect(send('player@example.org')).rejects.toBeInstanceOf(MessageRejected);
    expect(service.ses.mails()).toHaveLength(1);
  });

  const simple = request('player@example.org').Content!.Simple!;
  test.each<[string, Partial<SendEmailCommandInput>]>([
    [
      'a line break in the subject',
      { Content: { Simple: { ...simple, Subject: { Data: 'a\r\nBcc: b@example.org' } } } },
    ],
    ['a line break in a header', { Content: { Simple: { ...simple, Headers: [{ Name: 'X-A', Value: 'a\nB: c' }] } } }],
    ['a tag with a space', { EmailTags: [{ Name: 'attempt', Value: 'a b' }] }],
    ['an address without a domain', { Destination: { ToAddresses: ['player'] } }],
    ['an address that is not ASCII', { Destination: { ToAddresses: ['jos\u00e9@example.org'] } }],
    ['no recipient', { Destination: {} }],
    [
      '51 recipients',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, index) => `p${index}@example.org`) } },
    ],
  ])('%s is refused', async (_, more) => {
    await expect(send('player@example.org', more)).rejects.toBeInstanceOf(BadRequestException);
  });

  test('what the product does not use is refused by name', async () => {
    const raw = { Content: { Raw: { Data: Buffer.from('Subject: x') } } };
    await expect(send('player@example.org', raw)).rejects.toThrow('Raw of ses:SendEmail');
    expect(service.ses.handleHttp('GET', '/v2/email/account', '').status).toBe(501);
  });
});

test('sending needs a permission on the identity and on the configuration set, with the sender as condition', () => {
  const body = JSON.stringify(request('player@example.org'));
  const needs = service.ses.needsOf('POST', '/v2/email/outbound-emails', body);
  expect(needs.map((need) => [need.action, need.resource])).toEqual([
    ['ses:SendEmail', 'arn:aws:ses:ap-southeast-3:000000000000:identity/mail.example.com'],
    ['ses:SendEmail', 'arn:aws:ses:ap-southeast-3:000000000000:configuration-set/breach'],
  ]);
  expect(needs[0]!.context).toMatchObject({
    'ses:FromAddress': 'privacy@mail.example.com',
    'ses:FromDisplayName': 'Operator',
  });
});
