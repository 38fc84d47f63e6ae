import { AwsError, notImplemented } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import { openDatabase } from '#local/database.ts';
import type { EventDraft } from '#local/events/event.ts';
import { localAccount, type Need } from '#local/identity.ts';
import { isMembers, type Members } from '#local/json-members.ts';
import { domainOf } from '#local/ses/address.ts';
import { openConfiguration, type Configuration } from '#local/ses/configuration.ts';
import { openInbox, type Inbox, type Mail } from '#local/ses/inbox.ts';
import { eventsOf } from '#local/ses/mail-event.ts';
import { openMarks, type Marks } from '#local/ses/marks.ts';
import { sendEmail, type Post } from '#local/ses/send-email.ts';
import { readSubmission } from '#local/ses/submission.ts';
import { openSuppressionList, type SuppressionList } from '#local/ses/suppression-list.ts';

/** An answer of SES's REST-JSON protocol; `body` is the JSON object to send. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Members;
}

/** The mail engine: what the templates declare, the inbox, and mail events for the bus. */
export interface Ses extends Pick<Configuration, 'addIdentity' | 'addConfigurationSet' | 'addEventDestination'> {
  /** Answers a request, errors included. */
  handleHttp(method: string, path: string, body: Buffer | string): HttpAnswer;
  /** The permissions a request amounts to. Throws AwsError for a request that cannot be read. */
  needsOf(method: string, path: string, body: Buffer | string): Need[];
  mails: Inbox['mails'];
  clearInbox(): void;
  suppressionList: SuppressionList;
  /** What tests want to happen to mail for certain addresses. */
  marks: Marks;
  /** Announces mails whose events a crash kept back; call it when the rules of the bus are in place. */
  start(): void;
  /** Whether events of mails are still to come. */
  isAnnouncing(): boolean;
  close(): void;
}

/** Settings of the engine. `emit` puts an event on the bus. */
export interface SesOptions {
  folder?: string;
  clock: Clock;
  region: string;
  emit: (draft: EventDraft) => unknown;
}

/** Renders an error as SES's REST-JSON protocol does: the code in `x-amzn-errortype`. */
export function renderError({ code, status, message }: AwsError): HttpAnswer {
  return { status, headers: { 'x-amzn-errortype': code }, body: { __type: code, message } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRequest(method: string, path: string, body: Buffer | string): Members {
  if (method !== 'POST' || path.split('?')[0] !== '/v2/email/outbound-emails')
    throw notImplemented(`ses ${method} ${path}`);
  const request = parseJson(body.toString());
  if (isMembers(request)) return request;
  throw new AwsError('SerializationException', 'The request is no JSON object');
}

function needsOfSending(post: Post, request: Members): Need[] {
  const submission = readSubmission(request);
  const { fromAddress } = submission;
  const identityName = post.configuration.identityOf(fromAddress)?.name ?? domainOf(fromAddress);
  const context = {
    'ses:ApiVersion': '2',
    'ses:FromAddress': fromAddress,
    'ses:FromDisplayName': /^\s*"?([^"<]*?)"?\s*</.exec(submission.from)?.[1],
    'ses:Recipients': [...submission.to, ...submission.cc, ...submission.bcc],
  };
  const need = (resource: string): Need => ({
    action: 'ses:SendEmail',
    resource: `arn:aws:ses:${post.region}:${localAccount}:${resource}`,
    context,
  });
  const set = submission.configurationSet;
  return [need(`identity/${identityName}`), ...(set === undefined ? [] : [need(`configuration-set/${set}`)])];
}

/** Opens the engine. `folder` keeps mails and suppression list over restarts. */
export function openSes(options: SesOptions): Ses {
  const database = openDatabase(options.folder, 'ses');
  const { clock, region } = options;
  const configuration = openConfiguration();
  const suppressionList = openSuppressionList(database, clock);
  const post: Post = { clock, region, configuration, suppressionList, inbox: openInbox(database), marks: openMarks() };
  const announcements = new Set<NodeJS.Immediate>();

  const announce = (mail: Mail): void => {
    const { configurationSet, fromAddress, messageId } = mail;
    const set = configurationSet === undefined ? undefined : configuration.configurationSet(configurationSet);
    if (set !== undefined) {
      const identityName = configuration.identityOf(fromAddress)?.name ?? fromAddress;
      const events = eventsOf(mail, { region, identityName, configurationSet: set.name });
      for (const { type, draft } of events) if (set.publishes.has(type)) options.emit(draft);
    }
    post.inbox.markAnnounced(messageId);
  };
  /** Events follow the answer, as they do on AWS: the caller learns the message's id first. */
  const announceSoon = (mail: Mail): void => {
    const announcement = setImmediate(() => {
      announcements.delete(announcement);
      announce(mail);
    });
    announcements.add(announcement);
  };
  return {
    addIdentity: (properties) => configuration.addIdentity(properties),
    addConfigurationSet: (properties) => configuration.addConfigurationSet(properties),
    addEventDestination: (properties) => configuration.addEventDestination(properties),
    handleHttp(method, path, body) {
      try {
        const { mail, silent } = sendEmail(post, readRequest(method, path, body));
        if (silent) post.inbox.markAnnounced(mail.messageId);
        else announceSoon(mail);
        return { status: 200, headers: {}, body: { MessageId: mail.messageId } };
      } catch (error) {
        if (error instanceof AwsError) return renderError(error);
        throw error;
      }
    },
    needsOf: (method, path, body) => needsOfSending(post, readRequest(method, path, body)),
    mails: (query) => post.inbox.mails(query),
    clearInbox: () => post.inbox.clear(),
    suppressionList,
    marks: post.marks,
    start() {
      for (const mail of post.inbox.unannounced()) announceSoon(mail);
    },
    isAnnouncing: () => announcements.size > 0,
    close() {
      for (const announcement of announcements) clearImmediate(announcement);
      database.close();
    },
  };
}
