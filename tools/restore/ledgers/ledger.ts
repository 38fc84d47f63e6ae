import type { RestoredTables } from '../restore-beside.ts';
import type { Region } from '../region.ts';

/** What a ledger is replayed over. */
export interface Replay {
  region: Region;
  /** The copies beside. Only these are changed; what was not lost is as it should be. */
  restored: RestoredTables;
  /** The table that holds the ledgers: the declared one, or its copy when the evidence was lost too. */
  evidence: string;
  /** The restored moment; of several the earliest. */
  at: Date;
  /** Entries from this moment on are replayed. It lies before the restored moment: replaying twice changes nothing. */
  since: Date;
  now: Date;
}

/** How many entries were found, and how many of them changed something. */
export interface ReplayCounts {
  found: number;
  applied: number;
}

/**
 * Decisions about persons that a restored table does not know yet: erasures, ends of retention. Each must be replayed
 * before traffic, must not depend on how far an earlier run came, and must change nothing when it is replayed again.
 */
export interface ReplayLedger {
  name: string;
  replay(replay: Replay): Promise<ReplayCounts>;
}
