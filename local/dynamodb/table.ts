/** Name of the partition key and, where there is one, of the sort key. */
export interface KeySchema {
  hashKey: string;
  rangeKey?: string;
}

/** Types that a key attribute can have. */
export type KeyType = 'S' | 'N' | 'B';

/** A global secondary index. `projected` lists further attributes; undefined stands for all. */
export interface GlobalIndex extends KeySchema {
  name: string;
  projected?: string[];
}

/** Which images of an item a stream record carries. */
export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** A table as the engine knows it. */
export interface Table extends KeySchema {
  name: string;
  arn: string;
  id: string;
  createdAtSeconds: number;
  keyTypes: Record<string, KeyType>;
  indexes: GlobalIndex[];
  stream?: { view: StreamView; label: string; arn: string };
  timeToLiveAttribute?: string;
  /** Customer-managed key of the table, as an ARN. */
  encryptionKeyArn?: string;
  billingMode: string;
  /** Point-in-time recovery: how far back a restore can go, in days, and since when changes are remembered. */
  recovery?: { days: number; sinceMs: number };
  deletionProtected: boolean;
}

/** Names of the key attributes, partition key first. */
export function keyNamesOf(schema: KeySchema): string[] {
  return schema.rangeKey === undefined ? [schema.hashKey] : [schema.hashKey, schema.rangeKey];
}
