/** Deliveries that wait for a decision are spread over this many index partitions. */
export const undecidedShards = 4;
/** Deliveries about one record, such as a breach, are spread over this many index partitions. */
export const recordShards = 8;

/** An id is random to its last character, so any character spreads evenly enough. */
const spread = (id: string, shards: number) => (id.codePointAt(id.length - 1) ?? 0) % shards;

/** Partition of the index `undecided` for an event. */
export const undecidedShardOf = (eventId: string): string => `undecided#${spread(eventId, undecidedShards)}`;

/** Partition of the index `by-record` for a person and the record that they are told of. */
export const recordShardOf = (recordId: string, recipient: string): string =>
  `${recordId}#${spread(recipient, recordShards)}`;
