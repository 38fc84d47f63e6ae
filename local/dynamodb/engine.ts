import { notImplemented } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Need } from '../identity.ts';
import type { Members } from '../json-members.ts';
import { ensureTable } from './ensure-table.ts';
import { openHistory } from './history.ts';
import { openItems } from './items.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { createTable } from './operations/create-table.ts';
import { deleteItem } from './operations/delete-item.ts';
import { deleteTable } from './operations/delete-table.ts';
import { describeContinuousBackups } from './operations/describe-continuous-backups.ts';
import { describeTable } from './operations/describe-table.ts';
import { describeTimeToLive } from './operations/describe-time-to-live.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { restoreTableToPointInTime } from './operations/restore-table-to-point-in-time.ts';
import { scan } from './operations/scan.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { updateContinuousBackups } from './operations/update-continuous-backups.ts';
import { updateItem } from './operations/update-item.ts';
import { updateTimeToLive } from './operations/update-time-to-live.ts';
import type { Operation, Parts } from './parts.ts';
import { needsOf } from './permissions.ts';
import { openStorage } from './storage.ts';
import { openStreams, type StreamRecord } from './streams.ts';
import { openTables } from './tables.ts';
import { sweepExpired } from './time-to-live.ts';

const operations = new Map<string, Operation>(
  Object.entries({
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateTable: createTable,
    DeleteItem: deleteItem,
    DeleteTable: deleteTable,
    DescribeContinuousBackups: describeContinuousBackups,
    DescribeTable: describeTable,
    DescribeTimeToLive: describeTimeToLive,
    GetItem: getItem,
    ListTables: listTables,
    PutItem: putItem,
    Query: query,
    RestoreTableToPointInTime: restoreTableToPointInTime,
    Scan: scan,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UpdateContinuousBackups: updateContinuousBackups,
    UpdateItem: updateItem,
    UpdateTimeToLive: updateTimeToLive,
  }),
);

/** Where and how the engine runs. Without a folder everything is in memory. */
export interface DynamoDbOptions {
  folder?: string;
  clock: Clock;
  region: string;
  /** Told after each commit that added stream records to a table. */
  onRecords?: (tableName: string) => void;
}

/** The DynamoDB of the local cloud. */
export interface DynamoDb {
  /** Carries out one operation. Throws AwsError, NotImplemented (501) for operations that the product does not use. */
  handle(operation: string, input: Members): Record<string, unknown>;
  /** The permissions that a request amounts to. */
  needsOf(operation: string, input: Members): Need[];
  /** Creates the table of a CreateTable input or, when it exists, brings indexes, stream and time to live up to date. */
  ensureTable(definition: Members, timeToLiveAttribute?: string): void;
  /** Stream records after a sequence number (exclusive; '' for the beginning), oldest first. */
  recordsAfter(tableName: string, sequenceNumber: string, limit: number): StreamRecord[];
  /** Forgets the records of a table up to a sequence number, inclusive. */
  trimRecords(tableName: string, sequenceNumber: string): void;
  /** Deletes what time to live has ended and answers how many items that were. */
  sweepExpired(): number;
  /** Overwrites what no restore can reach any more: everything older than the recovery windows. */
  sweepHistory(): void;
  /** How many earlier states of items are remembered for restores of a table. */
  historyCount(tableName: string): number;
  close(): void;
}

/** Opens the engine on its file `dynamodb.sqlite` in the data folder. */
export function openDynamoDb(options: DynamoDbOptions): DynamoDb {
  const { clock, region } = options;
  const storage = openStorage(options.folder);
  const streams = openStreams(storage, { clock, region });
  const history = openHistory(storage, clock);
  const parts: Parts = {
    clock,
    region,
    storage,
    streams,
    tables: openTables(storage),
    items: openItems(storage, { streams, history }),
    history,
  };

  function announcing<T>(work: () => T): T {
    try {
      return work();
    } finally {
      // A batch that fails half-way has committed its first half.
      for (const tableName of streams.takeTouched()) options.onRecords?.(tableName);
    }
  }

  return {
    handle(operation, input) {
      const run = operations.get(operation);
      if (run === undefined) throw notImplemented(`dynamodb:${operation}`);
      return announcing(() => run(parts, input));
    },
    needsOf(operation, input) {
      if (!operations.has(operation)) throw notImplemented(`dynamodb:${operation}`);
      return needsOf(parts, operation, input);
    },
    ensureTable: (definition, timeToLiveAttribute) => ensureTable(parts, definition, timeToLiveAttribute),
    recordsAfter: (tableName, sequenceNumber, limit) => streams.after(tableName, sequenceNumber, limit),
    trimRecords: (tableName, sequenceNumber) => streams.trim(tableName, sequenceNumber),
    sweepExpired: () => announcing(() => sweepExpired(parts)),
    sweepHistory: () => history.sweep(parts.tables.all()),
    historyCount: (tableName) => history.count(tableName),
    close: () => storage.close(),
  };
}
