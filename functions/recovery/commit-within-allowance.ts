import type { Commitment, Write } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import type { Ledger } from '#stores/ledger.ts';

/**
 * Commits and announces while an address has mails of the day left, and commits without `mailed` when it has none: the
 * answer tells neither, and nobody's mailbox can be flooded through ours. `counting` is the write that counts the mail.
 */
export async function commitWithinAllowance(
  ledger: Ledger,
  {
    counting,
    mailed,
    commitment,
  }: { counting: Write; mailed: NonNullable<Commitment['events']>; commitment: Commitment },
): Promise<void> {
  const { writes, events = [] } = commitment;
  try {
    await ledger.commit({ ...commitment, writes: [counting, ...writes], events: [...events, ...mailed] });
  } catch (error) {
    if (!(error instanceof Conflict && error.failedWrites.includes(0))) throw error;
    await ledger.commit(commitment);
  }
}
