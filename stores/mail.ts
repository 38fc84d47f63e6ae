import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { MessageClass } from '#domain/notification/event-type.ts';
import type { RenderedMail } from '#domain/notification/render-letter.ts';
import type { MailOutcome } from '#domain/notification/sending.ts';
import { outcomeOfAttempt } from './attempt-outcome.ts';
import { setting } from './settings.ts';

/** A little more than SES takes at its slowest; what is not answered by then has an unknown outcome. */
const requestTimeoutMilliseconds = 10_000;

/** One attempt to send one mail to one person. */
export interface MailAttempt {
  /** Opaque; travels as a message tag and comes back in every mail event. */
  attemptId: string;
  messageClass: MessageClass;
  to: string;
  mail: RenderedMail;
  /** Where a mail program posts to unsubscribe: an address of ours that names nobody. Marketing only. */
  oneClickAddress?: string;
}

/** The provider of mail: one store, replaceable. */
export interface MailProvider {
  /** Makes exactly ONE attempt. Throws only for an address or subject that could break out of its header. */
  send(attempt: MailAttempt): Promise<MailOutcome>;
}

let provider: SESv2Client | undefined;

function mailClient(): SESv2Client {
  provider ??= new SESv2Client({
    maxAttempts: 1,
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  return provider;
}

/** Opens SES. Needs `MAIL_FROM` and the configuration set of each class, for example `CONFIGURATION_SET_BREACH`. */
export function openMailProvider(): MailProvider {
  return { send };
}

async function send(attempt: MailAttempt): Promise<MailOutcome> {
  const command = commandFor(attempt);
  return outcomeOfAttempt(async () => mailClient().send(command), finalRefusals);
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** One address and nothing else: no list, no name, no second line. */
const bareAddress = /^[^\s@,;:<>()"\\\p{Cc}]+@[^\s@,;:<>()"\\\p{Cc}]+$/u;

/** RFC 2369, section 3.2, and RFC 8058, section 3.1: SES covers both headers by its DKIM signature. */
const unsubscribeHeaders = (address: string) => [
  { Name: 'List-Unsubscribe', Value: `<${new URL(address).href}>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
];

function commandFor({ attemptId, messageClass, to, mail, oneClickAddress }: MailAttempt): SendEmailCommand {
  if (!bareAddress.test(to)) throw new Error('The recipient is not one bare address');
  if (/[\p{Cc}\u2028\u2029]/u.test(mail.subject)) throw new Error('A subject is one line');
  return new SendEmailCommand({
    FromEmailAddress: setting('MAIL_FROM'),
    Destination: { ToAddresses: [to] },
    ConfigurationSetName: setting(`CONFIGURATION_SET_${messageClass.toUpperCase()}`),
    EmailTags: [{ Name: 'attempt', Value: attemptId }],
    Content: {
      Simple: {
        Subject: utf8(mail.subject),
        Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
        // RFC 3834: no machine answers a machine.
        Headers: [
          { Name: 'Auto-Submitted', Value: 'auto-generated' },
          { Name: 'Content-Language', Value: mail.language },
          ...(oneClickAddress === undefined ? [] : unsubscribeHeaders(oneClickAddress)),
        ],
      },
    },
  });
}

/** The message itself is at fault: no later attempt would fare better. */
const finalRefusals = new Set(['MessageRejected', 'BadRequestException']);
