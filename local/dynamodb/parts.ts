import type { Clock } from '../clock.ts';
import type { Members } from '../json-members.ts';
import type { History } from './history.ts';
import type { Items } from './items.ts';
import type { Storage } from './storage.ts';
import type { Streams } from './streams.ts';
import type { Tables } from './tables.ts';

/** What an operation works with. */
export interface Parts {
  clock: Clock;
  region: string;
  storage: Storage;
  tables: Tables;
  items: Items;
  history: History;
  streams: Streams;
}

/** One operation: from the request's JSON to the answer's. Throws AwsError. */
export type Operation = (parts: Parts, input: Members) => Record<string, unknown>;
