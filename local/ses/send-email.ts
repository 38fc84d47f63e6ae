import { randomUUID } from 'node:crypto';
import { AwsError } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import { isSimulator, simulatorFate, type Fate } from '#local/ses/address.ts';
import type { Configuration, ConfigurationSet, Identity } from '#local/ses/configuration.ts';
import type { Inbox, Mail, Outcome } from '#local/ses/inbox.ts';
import { obeyMark, type MarkKind, type Marks } from '#local/ses/marks.ts';
import { readSubmission, type Submission } from '#local/ses/submission.ts';
import type { SuppressionList } from '#local/ses/suppression-list.ts';
import type { Members } from '#local/json-members.ts';

/** What sending works on. */
export interface Post {
  clock: Clock;
  region: string;
  configuration: Configuration;
  suppressionList: SuppressionList;
  inbox: Inbox;
  marks: Marks;
}

/** The identity that may send from an address. Throws MessageRejected when none is verified. */
function requireIdentity({ configuration, region }: Pick<Post, 'configuration' | 'region'>, address: string): Identity {
  const identity = configuration.identityOf(address);
  if (identity) return identity;
  const where = `in region ${region.toUpperCase()}: ${address}`;
  throw new AwsError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check ${where}`,
  );
}

function requireSet(post: Post, submission: Submission, identity: Identity): ConfigurationSet | undefined {
  const name = submission.configurationSet ?? identity.defaultConfigurationSet;
  const set = name === undefined ? undefined : post.configuration.configurationSet(name);
  if (set === undefined || set.sendingEnabled) return set;
  throw new AwsError('SendingPausedException', `Sending is paused for configuration set <${set.name}>.`);
}

function fateOf(
  post: Post,
  recipient: string,
  context: { set: ConfigurationSet | undefined; mark: MarkKind | undefined },
): Fate {
  const { set, mark } = context;
  const reason = post.suppressionList.reasonOf(recipient);
  if (reason !== undefined && (set === undefined || set.suppressedReasons.includes(reason))) return 'suppress';
  if (mark === 'bounce' || mark === 'suppress' || mark === 'complain' || mark === 'reject') return mark;
  return simulatorFate(recipient) ?? 'deliver';
}

function learn(post: Post, outcomes: Outcome[]): void {
  for (const { recipient, fate } of outcomes) {
    if (isSimulator(recipient)) continue;
    if (fate === 'bounce') post.suppressionList.add(recipient, 'BOUNCE');
    if (fate === 'complain') post.suppressionList.add(recipient, 'COMPLAINT');
  }
}

/** SendEmail: takes a message, decides what becomes of it and keeps it. Its events follow when it is announced. */
export function sendEmail(post: Post, request: Members): { mail: Mail; silent: boolean } {
  const submission = readSubmission(request);
  const identity = requireIdentity(post, submission.fromAddress);
  const set = requireSet(post, submission, identity);
  const recipients = [...submission.to, ...submission.cc, ...submission.bcc];
  const marks = recipients.map((recipient) => post.marks.take(recipient));
  for (const mark of marks) obeyMark(mark);
  const outcomes = recipients.map((recipient, index) => ({
    recipient,
    fate: fateOf(post, recipient, { set, mark: marks[index] }),
  }));
  const mail: Mail = {
    ...submission,
    configurationSet: set?.name,
    messageId: `0${Math.floor(post.clock.now()).toString(16)}-${randomUUID()}-000000`,
    atMs: post.clock.now(),
    outcomes,
  };
  post.inbox.add(mail);
  learn(post, outcomes);
  return { mail, silent: marks.includes('silence') };
}
