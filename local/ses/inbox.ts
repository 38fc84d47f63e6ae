import type { DatabaseSync } from 'node:sqlite';
import type { Fate } from '#local/ses/address.ts';
import type { Submission } from '#local/ses/submission.ts';

/** What became of a message for one recipient. */
export interface Outcome {
  recipient: string;
  fate: Fate;
}

/** A message that SES took. */
export interface Mail extends Submission {
  messageId: string;
  /** When it was taken, in milliseconds since the epoch on the cloud's clock. */
  atMs: number;
  outcomes: Outcome[];
}

/** Which mails to show. */
export interface MailQuery {
  /** Only what was delivered to this address. */
  to?: string;
  /** Only what was taken after this time, in milliseconds since the epoch. */
  after?: number;
}

/** All messages that SES took, oldest first. */
export interface Inbox {
  add(mail: Mail): void;
  mails(query?: MailQuery): Mail[];
  /** Messages whose events are not on the bus yet. */
  unannounced(): Mail[];
  markAnnounced(messageId: string): void;
  clear(): void;
}

/** Whether a message reached the mailbox of an address. */
function reached({ outcomes }: Mail, address: string): boolean {
  return outcomes.some(
    ({ recipient, fate }) =>
      recipient.toLowerCase() === address.toLowerCase() && (fate === 'deliver' || fate === 'complain'),
  );
}

/** Opens the inbox on the mail engine's database. */
export function openInbox(database: DatabaseSync): Inbox {
  database.exec(`CREATE TABLE IF NOT EXISTS mails(
    number INTEGER PRIMARY KEY AUTOINCREMENT, messageId TEXT NOT NULL UNIQUE, atMs REAL NOT NULL, mail TEXT NOT NULL,
    announced INTEGER NOT NULL DEFAULT 0)`);
  const insert = database.prepare('INSERT INTO mails(messageId, atMs, mail) VALUES(?, ?, ?)');
  const selectAfter = database.prepare('SELECT mail FROM mails WHERE atMs > ? ORDER BY number');
  const selectUnannounced = database.prepare('SELECT mail FROM mails WHERE announced = 0 ORDER BY number');
  const announce = database.prepare('UPDATE mails SET announced = 1 WHERE messageId = ?');
  const read = (row: Record<string, unknown>): Mail => JSON.parse(String(row['mail']));
  return {
    add: (mail) => void insert.run(mail.messageId, mail.atMs, JSON.stringify(mail)),
    mails({ to, after = -Infinity } = {}) {
      const mails = selectAfter.all(after).map(read);
      return to === undefined ? mails : mails.filter((mail) => reached(mail, to));
    },
    unannounced: () => selectUnannounced.all().map(read),
    markAnnounced: (messageId) => void announce.run(messageId),
    clear: () => database.exec('DELETE FROM mails'),
  };
}
