import type { DatabaseSync } from 'node:sqlite';

/** A text message that the service took; every one arrives at once. */
export interface TextMessage {
  messageId: string;
  /** When it was taken, in milliseconds since the epoch on the cloud's clock. */
  atMs: number;
  /** E.164 number. */
  to: string;
  /** ARN or id of the pool, sender id or number that it came from. */
  from: string;
  body: string;
  messageType: string;
  configurationSet: string | undefined;
  /** What the caller sent along, to find the message again. */
  context: Readonly<Record<string, string>>;
}

/** Which messages to show. */
export interface TextMessageQuery {
  /** Only what went to this number. */
  to?: string;
  /** Only what was taken after this time, in milliseconds since the epoch. */
  after?: number;
}

/** All text messages that were taken, oldest first. */
export interface SmsInbox {
  messages(query?: TextMessageQuery): TextMessage[];
  clear(): void;
}

/** The inbox as the engine uses it. */
export interface FillingInbox extends SmsInbox {
  add(message: TextMessage): void;
}

/** Opens the inbox on the engine's database. */
export function openSmsInbox(database: DatabaseSync): FillingInbox {
  database.exec(`CREATE TABLE IF NOT EXISTS messages(
    number INTEGER PRIMARY KEY AUTOINCREMENT, atMs REAL NOT NULL, message TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO messages(atMs, message) VALUES(?, ?)');
  const selectAfter = database.prepare('SELECT message FROM messages WHERE atMs > ? ORDER BY number');
  const read = (row: Record<string, unknown>): TextMessage => JSON.parse(String(row['message']));
  return {
    add: (message) => void insert.run(message.atMs, JSON.stringify(message)),
    messages({ to, after = -Infinity } = {}) {
      const messages = selectAfter.all(after).map(read);
      return to === undefined ? messages : messages.filter((message) => message.to === to);
    },
    clear: () => database.exec('DELETE FROM messages'),
  };
}
