import type { PinpointSMSVoiceV2Client, SendTextMessageCommandInput } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { MailOutcome } from '#domain/notification/sending.ts';
import { setting } from './settings.ts';

/** A little more than the service takes at its slowest; what is not answered by then has an unknown outcome. */
const requestTimeoutMilliseconds = 10_000;

/** One attempt to send one text message to one number. */
export interface SmsAttempt {
  /** Opaque; travels in the message's context, which carriers do not see. */
  attemptId: string;
  /** E.164. */
  to: string;
  body: string;
  /** After so long carriers give up: from 5 seconds to three days. */
  lifeSeconds: number;
}

/** The provider of text messages: one store, replaceable. */
export interface SmsProvider {
  /** Makes exactly ONE attempt. Throws only for a number or a text that no template of ours can have produced. */
  send(attempt: SmsAttempt): Promise<MailOutcome>;
}

let provider: PinpointSMSVoiceV2Client | undefined;

/** The client of the service is loaded with the first message: whoever sends mail only starts without it. */
async function callProvider(input: SendTextMessageCommandInput): Promise<void> {
  const { PinpointSMSVoiceV2Client, SendTextMessageCommand } = await import('@aws-sdk/client-pinpoint-sms-voice-v2');
  provider ??= new PinpointSMSVoiceV2Client({
    maxAttempts: 1,
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  await provider.send(new SendTextMessageCommand(input));
}

/** Opens AWS End User Messaging. Needs `SMS_ORIGINATION_IDENTITY` and `SMS_CONFIGURATION_SET`. */
export function openSmsProvider(): SmsProvider {
  return { send };
}

async function send(attempt: SmsAttempt): Promise<MailOutcome> {
  const input = inputFor(attempt);
  try {
    await callProvider(input);
    return { outcome: 'accepted' };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** One part of the GSM alphabet (3GPP TS 23.038); ours uses printable ASCII and line feeds only. */
const onePart = /^[\x20-\x7e\n]{1,160}$/;

function inputFor({ attemptId, to, body, lifeSeconds }: SmsAttempt): SendTextMessageCommandInput {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) throw new Error('The recipient is no E.164 number');
  if (!onePart.test(body)) throw new Error('A text message is one part of plain characters');
  return {
    DestinationPhoneNumber: to,
    OriginationIdentity: setting('SMS_ORIGINATION_IDENTITY'),
    ConfigurationSetName: setting('SMS_CONFIGURATION_SET'),
    MessageType: 'TRANSACTIONAL',
    MessageBody: body,
    TimeToLive: lifeSeconds,
    Context: { attempt: attemptId },
  };
}

/** The message itself is at fault, or its reader wants none: no later attempt would fare better. */
const finalRefusals = new Set(['ValidationException', 'ConflictException']);

function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) throw error;
  const errorCode = error.name;
  if (finalRefusals.has(errorCode)) return { outcome: 'refused', errorCode };
  const status = statusOf(error);
  const isAnswer = status !== undefined && status >= 400 && status < 500 && status !== 408;
  return isAnswer ? { outcome: 'refused-for-now', errorCode } : { outcome: 'unknown', errorCode };
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
