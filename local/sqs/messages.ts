import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '#local/clock.ts';
import { isMembers, type Members } from '#local/json-members.ts';
import { openWakers, type Wakers } from '#local/sqs/wakers.ts';
import type { Queue } from '#local/sqs/queue.ts';

/** A message as it lies in a queue. Times are milliseconds since the epoch on the cloud's clock. */
export interface Message {
  /** Place in the order of arrival over all queues. */
  number: number;
  id: string;
  body: string;
  attributes: Members;
  sentAtMs: number;
  visibleAtMs: number;
  receiveCount: number;
  firstReceivedAtMs: number | undefined;
  /** Handle of the latest receive; undefined before the first. */
  receipt: string | undefined;
  /** ARN of the queue that gave the message up to this dead-letter queue. */
  sourceArn: string | undefined;
}

const schema = `
  CREATE TABLE IF NOT EXISTS messages(
    number INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    attributes TEXT NOT NULL, sentAtMs REAL NOT NULL, visibleAtMs REAL NOT NULL, receiveCount INTEGER NOT NULL DEFAULT 0,
    firstReceivedAtMs REAL, receipt TEXT, sourceArn TEXT);
  CREATE INDEX IF NOT EXISTS messagesByVisibility ON messages(queue, visibleAtMs);
  CREATE INDEX IF NOT EXISTS messagesByReceipt ON messages(receipt);`;

type Row = Record<string, unknown>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function readAttributes(value: unknown): Members {
  const parsed: unknown = JSON.parse(text(value) ?? '{}');
  return isMembers(parsed) ? parsed : {};
}

function readMessage(row: Row): Message {
  return {
    number: Number(row['number']),
    id: String(row['id']),
    body: String(row['body']),
    attributes: readAttributes(row['attributes']),
    sentAtMs: Number(row['sentAtMs']),
    visibleAtMs: Number(row['visibleAtMs']),
    receiveCount: Number(row['receiveCount']),
    firstReceivedAtMs: row['firstReceivedAtMs'] === null ? undefined : Number(row['firstReceivedAtMs']),
    receipt: text(row['receipt']),
    sourceArn: text(row['sourceArn']),
  };
}

/** What is needed to put one message into a queue. */
export interface Sending {
  body: string;
  attributes: Members;
  delaySeconds: number;
}

/** The stored messages of all queues. Every change is one SQLite statement or transaction. */
export interface Messages extends Pick<Wakers, 'onArrival'> {
  add(queue: Queue, sending: Sending): string;
  visible(queue: Queue, limit: number): Message[];
  all(queue: Queue): Message[];
  /** Hides a message for a visibility timeout and gives it a new receipt. */
  receive(message: Message, visibilityTimeoutSeconds: number): Message;
  byReceipt(receipt: string): Message | undefined;
  remove(number: number): void;
  hide(queue: Queue, number: number, seconds: number): void;
  /** Gives a message up to a dead-letter queue: same id, sending time and receive count. */
  bury(message: Message, from: Queue, to: Queue): void;
  /** Brings a message back from a dead-letter queue as a new one: new id, sending time, count 0. */
  revive(message: Message, to: Queue): void;
  purge(queue: Queue): void;
  expire(queue: Queue): void;
  /** When the next hidden or delayed message of a queue appears; `Infinity` when there is none. */
  nextVisibleAtMs(queue: Queue): number;
}

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      'INSERT INTO messages(queue, id, body, attributes, sentAtMs, visibleAtMs) VALUES(?, ?, ?, ?, ?, ?)',
    ),
    selectVisible: database.prepare(
      'SELECT * FROM messages WHERE queue = ? AND visibleAtMs <= ? ORDER BY number LIMIT ?',
    ),
    selectAll: database.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY number'),
    selectByReceipt: database.prepare('SELECT * FROM messages WHERE receipt = ?'),
    selectNext: database.prepare('SELECT min(visibleAtMs) AS next FROM messages WHERE queue = ? AND visibleAtMs > ?'),
    markReceived: database.prepare(
      `UPDATE messages SET visibleAtMs = ?, receiveCount = receiveCount + 1, firstReceivedAtMs = ?, receipt = ?
       WHERE number = ?`,
    ),
    hide: database.prepare('UPDATE messages SET visibleAtMs = ? WHERE number = ?'),
    bury: database.prepare(
      'UPDATE messages SET queue = ?, visibleAtMs = ?, receipt = NULL, sourceArn = ? WHERE number = ?',
    ),
    revive: database.prepare(
      `UPDATE messages SET queue = ?, id = ?, sentAtMs = ?, visibleAtMs = ?, receiveCount = 0, firstReceivedAtMs = NULL,
       receipt = NULL, sourceArn = NULL WHERE number = ?`,
    ),
    deleteOne: database.prepare('DELETE FROM messages WHERE number = ?'),
    deleteAll: database.prepare('DELETE FROM messages WHERE queue = ?'),
    deleteExpired: database.prepare('DELETE FROM messages WHERE queue = ? AND sentAtMs < ?'),
  };
}

/** Opens the message store on an engine's database. */
export function openMessages(database: DatabaseSync, clock: Clock): Messages {
  database.exec(schema);
  const statements = prepareStatements(database);
  const wakers = openWakers();
  return {
    onArrival: (queue, listener) => wakers.onArrival(queue, listener),
    add(queue, { body, attributes, delaySeconds }) {
      const id = randomUUID();
      const now = clock.now();
      statements.insert.run(queue.name, id, body, JSON.stringify(attributes), now, now + delaySeconds * 1000);
      wakers.wake(queue);
      return id;
    },
    visible: (queue, limit) => statements.selectVisible.all(queue.name, clock.now(), limit).map(readMessage),
    all: (queue) => statements.selectAll.all(queue.name).map(readMessage),
    receive(message, visibilityTimeoutSeconds) {
      const now = clock.now();
      const receipt = Buffer.from(`${message.number}:${randomUUID()}`).toString('base64');
      const firstReceivedAtMs = message.firstReceivedAtMs ?? now;
      const visibleAtMs = now + visibilityTimeoutSeconds * 1000;
      statements.markReceived.run(visibleAtMs, firstReceivedAtMs, receipt, message.number);
      return { ...message, receipt, firstReceivedAtMs, visibleAtMs, receiveCount: message.receiveCount + 1 };
    },
    byReceipt(receipt) {
      const row = statements.selectByReceipt.get(receipt);
      return row && readMessage(row);
    },
    remove: (number) => void statements.deleteOne.run(number),
    hide(queue, number, seconds) {
      statements.hide.run(clock.now() + seconds * 1000, number);
      wakers.wake(queue);
    },
    bury(message, from, to) {
      statements.bury.run(to.name, clock.now(), from.arn, message.number);
      wakers.wake(to);
    },
    revive(message, to) {
      statements.revive.run(to.name, randomUUID(), clock.now(), clock.now(), message.number);
      wakers.wake(to);
    },
    purge: (queue) => void statements.deleteAll.run(queue.name),
    expire: (queue) =>
      void statements.deleteExpired.run(queue.name, clock.now() - queue.messageRetentionSeconds * 1000),
    nextVisibleAtMs: (queue) => Number(statements.selectNext.get(queue.name, clock.now())?.['next'] ?? Infinity),
  };
}
