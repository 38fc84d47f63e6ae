import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Item } from './attribute-value.ts';
import { equalValues } from './comparison.ts';
import { sizeOfItem } from './item-size.ts';
import { pickKeys } from './keys.ts';
import type { Storage } from './storage.ts';
import type { StreamView, Table } from './table.ts';

/** What happened to one item. `expired` marks a deletion by time to live. */
export interface Change {
  before: Item | undefined;
  after: Item | undefined;
  expired?: boolean;
}

/** A stream record, in the shape in which Lambda receives it. */
export interface StreamRecord {
  eventID: string;
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  eventSourceARN: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  userIdentity?: { type: 'Service'; principalId: 'dynamodb.amazonaws.com' };
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: Item;
    OldImage?: Item;
    NewImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: StreamView;
  };
}

/** The streams of all tables. */
export interface Streams {
  /** Records a change if the table has a stream and the change is one: a write that alters nothing leaves no record. */
  append(table: Table, change: Change): void;
  /** Records after a sequence number (exclusive; '' for the beginning), oldest first. */
  after(tableName: string, sequenceNumber: string, limit: number): StreamRecord[];
  /** Forgets the records up to a sequence number, inclusive. */
  trim(tableName: string, sequenceNumber: string): void;
  /** Tables that got records since the last call. */
  takeTouched(): string[];
}

const sequenceDigits = 21;

function nameEvent({ before, after }: Change): StreamRecord['eventName'] {
  if (before === undefined) return 'INSERT';
  return after === undefined ? 'REMOVE' : 'MODIFY';
}

function isNoChange({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return before === after;
  return equalValues({ M: before }, { M: after });
}

function imagesOf(view: StreamView, { before, after }: Change) {
  return {
    ...(before && view.includes('OLD') && { OldImage: before }),
    ...(after && view.includes('NEW') && { NewImage: after }),
  };
}

function lastSequence(storage: Storage, clock: Clock): bigint {
  const row = storage.statement('SELECT max(sequence_number) AS last FROM stream_records').get();
  const [stored, fresh] = [BigInt(String(row?.['last'] ?? 0)), BigInt(Math.floor(clock.now())) * 1_000_000n];
  return stored > fresh ? stored : fresh;
}

/** Opens the streams; numbers go on above the last one stored. */
export function openStreams(storage: Storage, place: { clock: Clock; region: string }): Streams {
  const touched = new Set<string>();
  let sequence = lastSequence(storage, place.clock);

  function makeRecord(table: Table & { stream: object }, change: Change): StreamRecord {
    const { stream } = table;
    const sequenceNumber = String(++sequence).padStart(sequenceDigits, '0');
    const keys = pickKeys([table], change.after ?? change.before ?? {});
    return {
      eventID: createHash('sha256').update(sequenceNumber).digest('hex').slice(0, 32),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: place.region,
      eventSourceARN: stream.arn,
      eventName: nameEvent(change),
      ...(change.expired === true && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(place.clock.now() / 1000),
        Keys: keys,
        ...imagesOf(stream.view, change),
        SequenceNumber: sequenceNumber,
        SizeBytes: sizeOfItem(keys) + sizeOfItem(change.before ?? {}) + sizeOfItem(change.after ?? {}),
        StreamViewType: stream.view,
      },
    };
  }

  return {
    append(table, change) {
      const { stream } = table;
      if (stream === undefined || isNoChange(change)) return;
      const record = makeRecord({ ...table, stream }, change);
      storage
        .statement('INSERT INTO stream_records VALUES(?, ?, ?)')
        .run(table.name, record.dynamodb.SequenceNumber, JSON.stringify(record));
      touched.add(table.name);
    },
    after: (tableName, sequenceNumber, limit) =>
      storage
        .statement(
          'SELECT body FROM stream_records WHERE table_name = ? AND sequence_number > ? ORDER BY sequence_number LIMIT ?',
        )
        .all(tableName, sequenceNumber, limit)
        .map((row): StreamRecord => JSON.parse(String(row['body']))),
    trim(tableName, sequenceNumber) {
      storage
        .statement('DELETE FROM stream_records WHERE table_name = ? AND sequence_number <= ?')
        .run(tableName, sequenceNumber);
    },
    takeTouched() {
      const names = [...touched];
      touched.clear();
      return names;
    },
  };
}
