import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { MailOutcome } from '#domain/notification/sending.ts';
import { outcomeOfAttempt } from './attempt-outcome.ts';
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

/**
 * Opened with the first message. Not loaded by `import()`: esbuild then keeps all hundred operations of the service, which
 * costs the sender 65 KiB and about 10 milliseconds of each start, where this one operation costs next to nothing.
 */
function smsClient(): PinpointSMSVoiceV2Client {
  provider ??= new PinpointSMSVoiceV2Client({
    maxAttempts: 1,
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  return provider;
}

/** Opens AWS End User Messaging. Needs `SMS_ORIGINATION_IDENTITY` and `SMS_CONFIGURATION_SET`. */
export function openSmsProvider(): SmsProvider {
  return { send };
}

async function send(attempt: SmsAttempt): Promise<MailOutcome> {
  const command = commandFor(attempt);
  return outcomeOfAttempt(async () => smsClient().send(command), finalRefusals);
}

/** One part of the GSM alphabet (3GPP TS 23.038); ours uses printable ASCII and line feeds only. */
const onePart = /^[\x20-\x7e\n]{1,160}$/;

function commandFor({ attemptId, to, body, lifeSeconds }: SmsAttempt): SendTextMessageCommand {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) throw new Error('The recipient is no E.164 number');
  if (!onePart.test(body)) throw new Error('A text message is one part of plain characters');
  return new SendTextMessageCommand({
    DestinationPhoneNumber: to,
    OriginationIdentity: setting('SMS_ORIGINATION_IDENTITY'),
    ConfigurationSetName: setting('SMS_CONFIGURATION_SET'),
    MessageType: 'TRANSACTIONAL',
    MessageBody: body,
    TimeToLive: lifeSeconds,
    Context: { attempt: attemptId },
  });
}

/** The message itself is at fault, or its reader wants none: no later attempt would fare better. */
const finalRefusals = new Set(['ValidationException', 'ConflictException']);
