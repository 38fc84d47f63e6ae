import { randomUUID } from 'node:crypto';
import type { EventDraft } from '#local/events/event.ts';
import { localAccount } from '#local/identity.ts';
import type { Members } from '#local/json-members.ts';
import { domainOf, isSimulator, type Fate } from '#local/ses/address.ts';
import type { EventType } from '#local/ses/configuration.ts';
import type { Mail } from '#local/ses/inbox.ts';

/** An event of a mail, and the kind by which destinations choose it. */
export interface MailEvent {
  type: EventType;
  draft: EventDraft;
}

/** `detail-type` on the bus and `detail.eventType`, as SES writes them. */
const names: Record<EventType, { detailType: string; eventType: string }> = {
  SEND: { detailType: 'Email Sent', eventType: 'Send' },
  DELIVERY: { detailType: 'Email Delivered', eventType: 'Delivery' },
  BOUNCE: { detailType: 'Email Bounced', eventType: 'Bounce' },
  COMPLAINT: { detailType: 'Email Complaint Received', eventType: 'Complaint' },
  REJECT: { detailType: 'Email Rejected', eventType: 'Reject' },
  RENDERING_FAILURE: { detailType: 'Email Rendering Failed', eventType: 'Rendering Failure' },
};

/** Where the mail was sent from and what region's ARNs look like. */
export interface MailContext {
  region: string;
  identityName: string;
  configurationSet: string;
}

function describeMail(mail: Mail, { region, identityName, configurationSet }: MailContext): Members {
  const to = mail.to.join(', ');
  return {
    timestamp: new Date(mail.atMs).toISOString(),
    source: mail.from,
    sourceArn: `arn:aws:ses:${region}:${localAccount}:identity/${identityName}`,
    sendingAccountId: localAccount,
    messageId: mail.messageId,
    destination: [...mail.to, ...mail.cc, ...mail.bcc],
    headersTruncated: false,
    headers: [
      { name: 'From', value: mail.from },
      { name: 'To', value: to },
      { name: 'Subject', value: mail.subject },
      ...mail.headers,
    ],
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.messageId, subject: mail.subject },
    tags: {
      'ses:operation': ['SendEmail'],
      'ses:configuration-set': [configurationSet],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domainOf(mail.fromAddress)],
      ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
    },
  };
}

const withFates = (mail: Mail, ...fates: Fate[]): string[] =>
  mail.outcomes.filter(({ fate }) => fates.includes(fate)).map(({ recipient }) => recipient);

function describeBounce(mail: Mail, recipients: string[], bounceSubType: string): Members {
  const diagnosticCode =
    bounceSubType === 'General'
      ? 'smtp; 550 5.1.1 user unknown'
      : 'Amazon SES did not send the message to this address because it is on the suppression list.';
  return {
    feedbackId: randomUUID(),
    bounceType: 'Permanent',
    bounceSubType,
    bouncedRecipients: recipients.map((emailAddress) => ({
      emailAddress,
      action: 'failed',
      status: '5.1.1',
      diagnosticCode,
    })),
    timestamp: new Date(mail.atMs).toISOString(),
    reportingMTA: 'dns; local.smtp-out.amazonses.com',
  };
}

function describeComplaint(mail: Mail, recipients: string[]): Members {
  const timestamp = new Date(mail.atMs).toISOString();
  return {
    feedbackId: randomUUID(),
    complaintSubType: null,
    complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
    timestamp,
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType: 'abuse',
    arrivalDate: timestamp,
  };
}

function describeDelivery(mail: Mail, recipients: string[]): Members {
  return {
    timestamp: new Date(mail.atMs).toISOString(),
    processingTimeMillis: 1,
    recipients,
    smtpResponse: '250 2.0.0 OK',
    reportingMTA: 'local.smtp-out.amazonses.com',
  };
}

/**
 * The events of a mail in the order in which SES tells them: sent, then what became of it per recipient (SES developer
 * guide, "Contents of event data"; EventBridge events reference, "Amazon SES").
 */
export function eventsOf(mail: Mail, context: MailContext): MailEvent[] {
  const described = describeMail(mail, context);
  const resources = [`arn:aws:ses:${context.region}:${localAccount}:configuration-set/${context.configurationSet}`];
  const event = (type: EventType, particulars: Members): MailEvent => {
    const { detailType, eventType } = names[type];
    return {
      type,
      draft: { source: 'aws.ses', detailType, resources, detail: { eventType, mail: described, ...particulars } },
    };
  };
  if (withFates(mail, 'reject').length > 0) {
    return [event('SEND', { send: {} }), event('REJECT', { reject: { reason: 'Bad content' } })];
  }
  const [delivered, bounced] = [withFates(mail, 'deliver', 'complain'), withFates(mail, 'bounce')];
  const [suppressed, complained] = [withFates(mail, 'suppress'), withFates(mail, 'complain')];
  // The simulator plays an address on SES's global list; the others are on the account's own.
  const suppressions = describeBounce(
    mail,
    suppressed,
    suppressed.every(isSimulator) ? 'Suppressed' : 'OnAccountSuppressionList',
  );
  return [
    event('SEND', { send: {} }),
    ...(delivered.length > 0 ? [event('DELIVERY', { delivery: describeDelivery(mail, delivered) })] : []),
    ...(bounced.length > 0 ? [event('BOUNCE', { bounce: describeBounce(mail, bounced, 'General') })] : []),
    ...(suppressed.length > 0 ? [event('BOUNCE', { bounce: suppressions })] : []),
    ...(complained.length > 0 ? [event('COMPLAINT', { complaint: describeComplaint(mail, complained) })] : []),
  ];
}
