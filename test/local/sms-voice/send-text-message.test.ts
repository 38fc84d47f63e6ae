import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  PinpointSMSVoiceV2Client,
  ResourceNotFoundException,
  SendTextMessageCommand,
  ValidationException,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { answerError, answerJson } from '#local/edge/answers.ts';
import { openSmsVoice } from '#local/sms-voice/sms-voice.ts';

const region = 'ap-southeast-3';
const senderId = `arn:aws:sms-voice:${region}:000000000000:sender-id/SESETORO/ID`;
const targets: unknown[] = [];

async function serve(folder?: string) {
  const clock = openClock();
  const engine = openSmsVoice({ clock, region, ...(folder !== undefined && { folder }) });
  engine.addConfigurationSet({ ConfigurationSetName: 'codes' });
  const server = http.createServer((request, response) => {
    const dress = { service: 'sms-voice', contentType: String(request.headers['content-type']), requestId: 'r' };
    targets.push([request.headers['x-amz-target'], dress.contentType]);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    void text(request)
      .then((body) =>
        answerJson(response, dress, engine.handle(operation, JSON.parse(body) as Record<string, unknown>)),
      )
      .catch((error: unknown) => answerError(response, dress, error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new PinpointSMSVoiceV2Client({ endpoint, region, maxAttempts: 1 });
  return {
    clock,
    engine,
    client,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      engine.close();
    },
  };
}

let service: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  service = await serve();
});
afterEach(() => service.close());

const request = (more: Partial<SendTextMessageCommandInput> = {}): SendTextMessageCommandInput => ({
  DestinationPhoneNumber: '+6281234567890',
  OriginationIdentity: senderId,
  MessageBody: 'Halo\n\n@id.example #123456',
  MessageType: 'TRANSACTIONAL',
  ConfigurationSetName: 'codes',
  TimeToLive: 600,
  Context: { attempt: 'a-1' },
  ...more,
});
const send = (more: Partial<SendTextMessageCommandInput> = {}) =>
  service.client.send(new SendTextMessageCommand(request(more)));

describe('a text message', () => {
  it('is taken by the protocol of the real client, kept with all its parts and found by number and time', async () => {
    const before = service.clock.now() - 1;
    const { MessageId } = await send();
    await send({ DestinationPhoneNumber: '+6591234567' });
    expect(targets.at(-1)).toEqual(['PinpointSMSVoiceV2.SendTextMessage', 'application/x-amz-json-1.0']);
    expect(service.engine.inbox.messages({ to: '+6281234567890', after: before })).toMatchObject([
      {
        messageId: MessageId,
        from: senderId,
        body: 'Halo\n\n@id.example #123456',
        messageType: 'TRANSACTIONAL',
        configurationSet: 'codes',
        context: { attempt: 'a-1' },
      },
    ]);
    expect(service.engine.inbox.messages()).toHaveLength(2);
    expect(service.engine.inbox.messages({ after: service.clock.now() })).toEqual([]);
    service.engine.inbox.clear();
    expect(service.engine.inbox.messages()).toEqual([]);
  });

  it('survives a restart', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sms-'));
    const first = await serve(folder);
    await first.client.send(new SendTextMessageCommand(request()));
    await first.close();
    const second = await serve(folder);
    expect(second.engine.inbox.messages()).toHaveLength(1);
    await second.close();
  });

  it.each([
    ['without a number', { DestinationPhoneNumber: '' }],
    ['to a number that is not E.164', { DestinationPhoneNumber: '0812 3456 7890' }],
    ['without a text', { MessageBody: '' }],
    ['with a text that is too long', { MessageBody: 'x'.repeat(1601) }],
    ['that lives too short', { TimeToLive: 4 }],
    ['that lives too long', { TimeToLive: 259_201 }],
    ['from something that is no pool, number or sender id', { OriginationIdentity: 'somebody' }],
    ['with too much context', { Context: Object.fromEntries([...'abcdef'].map((name) => [name, 'x'])) }],
  ])('%s is refused for good', async (_, more) => {
    await expect(send(more)).rejects.toBeInstanceOf(ValidationException);
    expect(service.engine.inbox.messages()).toEqual([]);
  });

  it('through a configuration set that is not there is refused', async () => {
    await expect(send({ ConfigurationSetName: 'other' })).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('with a member that is not known here, and another operation, are refused by name', async () => {
    await expect(send({ DryRun: true })).rejects.toThrow('the member DryRun');
    expect(() => service.engine.handle('SendVoiceMessage', {})).toThrow('sms-voice SendVoiceMessage');
    expect(() => service.engine.addConfigurationSet({ EventDestinations: [] })).toThrow('EventDestinations');
  });
});

describe('permission to send', () => {
  it('is asked for the origination identity and the configuration set, by id or ARN', () => {
    const needs = (OriginationIdentity: string, ConfigurationSetName?: string) =>
      service.engine
        .needsOf('SendTextMessage', { ...request(), OriginationIdentity, ConfigurationSetName })
        .map(({ action, resource }) => `${action} ${resource}`);
    const arn = `sms-voice:SendTextMessage arn:aws:sms-voice:${region}:000000000000`;
    expect(needs(senderId, 'codes')).toEqual([`${arn}:sender-id/SESETORO/ID`, `${arn}:configuration-set/codes`]);
    expect(needs('pool-0a1b2c')).toEqual([`${arn}:pool/pool-0a1b2c`]);
    expect(needs('phone-0a1b2c')).toEqual([`${arn}:phone-number/phone-0a1b2c`]);
    expect(needs('sender-id/SESETORO/ID')).toEqual([`${arn}:sender-id/SESETORO/ID`]);
  });
});
