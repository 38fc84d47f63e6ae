import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** How many partitions the people of one store are spread over. */
export const holdingShards = 16;

/** The stores whose contents a breach may be scoped by. */
export type HeldStore = 'players' | 'kyc' | 'payments';

/** The shard of one player: stable, so that the same fact is written once. */
function holdingShardOf(playerId: string): string {
  const sum = [...playerId].reduce((total, character) => total + character.charCodeAt(0), 0);
  return String(sum % holdingShards).padStart(2, '0');
}

/** The key of the note that a store holds data of a player since a moment (RFC 3339, UTC). */
export function holdingPlace(store: HeldStore, playerId: string, heldFrom: string): { pk: string; sk: string } {
  return { pk: `${store}#${holdingShardOf(playerId)}`, sk: `${heldFrom}#${playerId}` };
}

/**
 * The write that notes since when a store holds data of a player: the index by which a breach finds everyone affected
 * without a scan. Written with the first record, which carries
 * the same moment as `heldFrom` and takes the note with it when it ends.
 */
export function holdingWrite(store: HeldStore, playerId: string, heldFrom: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_HOLDINGS'),
      Item: {
        ...holdingPlace(store, playerId, heldFrom.toISOString()),
        schemaVersion: 1,
        playerId,
        heldFrom: heldFrom.toISOString(),
      },
    },
  };
}
