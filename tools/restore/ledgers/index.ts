import { askedClosures } from './asked-closures.ts';
import { changedSecrets } from './changed-secrets.ts';
import { closures } from './closures.ts';
import { depositCounts } from './deposit-counts.ts';
import { endedClasses } from './ended-classes.ts';
import { movedValues } from './moved-values.ts';
import type { ReplayLedger } from './ledger.ts';
import { withdrawnConsents } from './withdrawn-consents.ts';

/** Every ledger that is replayed over restored tables, in this order. A new ledger is a file beside and a line here. */
export const ledgers: readonly ReplayLedger[] = [
  closures,
  askedClosures,
  endedClasses,
  changedSecrets,
  movedValues,
  withdrawnConsents,
  depositCounts,
];
