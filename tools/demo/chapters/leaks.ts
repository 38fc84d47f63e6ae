import { filesBelow, scan, type Source } from '../../canary/scan.ts';
import type { DemoCloud } from '../demo-cloud.ts';
import type { Story } from '../story.ts';

/** What a search for personal values found. */
export interface LeakCounts {
  planted: number;
  bytesScanned: number;
  found: number;
}

/** Inboxes stand for the mailboxes of the players themselves: personal values belong there. */
const isInbox = (file: string) => file.startsWith('ses.sqlite');
/** Compiled code of our own functions. */
const isCode = (file: string) => file.startsWith('compile-cache');

/** The queues as they stand, dead letters included: read on their own, because a delivered message is gone. */
function queuedMessages({ cloud }: DemoCloud): Source[] {
  return cloud.queues.queues().map(({ name }) => ({
    name: `queue ${name}`,
    bytes: cloud.queues
      .messagesIn(name)
      .map((message) => JSON.stringify(message))
      .join('\n'),
  }));
}

/**
 * Searches every byte that the cloud has kept for the values planted in personal fields: logs, queues, tables, indexes,
 * streams, mail events, bucket. The inbox is the positive control: there the same search must find them.
 */
export function searchLeaks(story: Story): LeakCounts {
  const { account, cloud, markers } = story;
  account.chapter('Somebody reads everything');
  const counts = searchAgain(story);
  const inbox = scan(filesBelow(cloud.cloud.dataFolder, isInbox), markers);
  const fields = [...new Set(inbox.findings.map(({ field }) => field))];
  const where = `finds ${fields.join(' and ')} in the inboxes, where they belong`;
  account.check(`the same search ${where}`, fields.includes('email'));
  return counts;
}

/** The same search, once more at the end: of what later work has written to logs and tables. */
export function searchAgain({ account, cloud, markers }: Story): LeakCounts {
  const kept = filesBelow(cloud.cloud.dataFolder, (file) => !isInbox(file) && !isCode(file));
  const files = scan(kept, markers);
  const queues = scan(queuedMessages(cloud), markers);
  const findings = [...files.findings, ...queues.findings];
  const bytesScanned = files.bytesScanned + queues.bytesScanned;
  const megabytes = (bytesScanned / 2 ** 20).toFixed(1);
  const places = `${megabytes} MiB of logs, queues, tables and documents`;
  const promise = `none of ${markers.length} planted values lies open in ${places}`;
  account.check(promise, findings.length === 0, findings.slice(0, 5));
  return { planted: markers.length, bytesScanned, found: findings.length };
}
