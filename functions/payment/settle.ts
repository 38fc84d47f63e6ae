import type { SealedFieldOf } from '#catalogue/index.ts';
import type { ChangeRecord } from '#domain/decision.ts';
import { decideConfirmation, type ConfirmationOutcome } from '#domain/payment/deposit.ts';
import { depositPosting, suspensePosting } from '#domain/payment/posting.ts';
import { depositConfirmed, depositMismatched, depositPaidAgain, depositSuspended } from '#domain/payment/record.ts';
import { keepableDetails, type Confirmation } from '#domain/payment/webhook.ts';
import { logEvent } from '#functions/edge/log.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import type { Deposit, Deposits, Settlement } from '#stores/deposits.ts';
import { KeyEnded, NotFound } from '#stores/failures.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { Ledger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';
import { sealField, type SubjectKey } from '#stores/sealing.ts';
import type { Wallets } from '#stores/wallets.ts';

/** The stores that settling a deposit uses. */
export interface SettleStores {
  deposits: Deposits;
  keys: SubjectKeys;
  ledger: Ledger;
  players: Players;
  wallets: Wallets;
}

/** An authentic confirmation on its way into the ledger. */
export interface Settling {
  deposit: Deposit;
  confirmation: Confirmation;
  /** Writes that must happen in the same transaction: the event id is consumed, or a waiting row leaves. */
  together: readonly Write[];
  actor: Actor;
  now: Date;
}

/** Settles a deposit by what was really paid, in one transaction; answers what came of it. */
export async function settle(stores: SettleStores, settling: Settling): Promise<ConfirmationOutcome> {
  const { deposit, confirmation, together, actor, now } = settling;
  const accountState = await accountStateOf(stores.players, deposit.pk);
  const outcome = decideConfirmation({ deposit, accountState, paid: confirmation.data });
  const { writes, record } = await consequences(stores, settling, outcome);
  await stores.ledger.commit({ writes: [...together, ...writes], ...record, actor, now });
  reportOutcome(outcome, deposit);
  return outcome;
}

/** Where nothing was retained, the account goes a week after its closure and its deposits years later: money still comes. */
async function accountStateOf(players: Players, playerId: string): Promise<PlayerAccount['state']> {
  try {
    return (await players.read(playerId)).state;
  } catch (error) {
    if (error instanceof NotFound) return 'closed';
    throw error;
  }
}

async function consequences(
  stores: SettleStores,
  { deposit, confirmation, now }: Settling,
  outcome: ConfirmationOutcome,
): Promise<{ writes: Write[]; record: ChangeRecord }> {
  const { depositId, pk: playerId } = deposit;
  if (outcome === 'already-settled') return { writes: [], record: depositPaidAgain(depositId, playerId) };
  if (outcome === 'mismatch') {
    const writes = [stores.deposits.settling(deposit, { state: 'mismatch' }, now)];
    return { writes, record: depositMismatched(depositId, playerId) };
  }
  if (outcome === 'suspend') {
    // Of a person who has left nothing more is collected: a key made now would have no end. The processor knows the payer.
    const settled = stores.deposits.settling(deposit, { state: 'suspended' }, now);
    const writes = [settled, ...stores.wallets.posting(suspensePosting(deposit), undefined, now)];
    return { writes, record: depositSuspended(depositId, playerId) };
  }
  const details = await sealDetails(stores.keys, { deposit, confirmation, now });
  const { walletId } = await stores.players.walletOf(playerId);
  const wallet = await stores.wallets.read(walletId);
  const writes = [
    stores.deposits.settling(deposit, { state: 'confirmed', ...details }, now),
    whileOpen(playerId),
    ...stores.wallets.posting(depositPosting(walletId, deposit), wallet, now),
  ];
  return { writes, record: depositConfirmed(depositId, playerId, deposit.sk) };
}

/** Seals what may be kept of the transfer. Once the financial key has ended, nothing of it may be kept. */
async function sealDetails(
  keys: SubjectKeys,
  { deposit, confirmation, now }: Pick<Settling, 'deposit' | 'confirmation' | 'now'>,
): Promise<Omit<Settlement, 'state'>> {
  const { details, cardNumberFound } = keepableDetails(confirmation);
  if (cardNumberFound) logEvent('CARD_NUMBER_REFUSED', { recordId: deposit.depositId });
  const key = await financialKey(keys, deposit.pk, now);
  if (key === undefined) return {};
  const seal = (field: SealedFieldOf<'financial'>, value: string) =>
    sealField(key, { field, recordId: deposit.depositId }, value);
  return {
    ...(details.transferConfirmation === undefined
      ? {}
      : { transferConfirmation: seal('transferConfirmation', details.transferConfirmation) }),
    ...(details.bankAccount === undefined
      ? {}
      : { bankAccount: seal('bankAccount', JSON.stringify(details.bankAccount)) }),
  };
}

async function financialKey(
  keys: SubjectKeys,
  playerId: string,
  now: Date,
): Promise<SubjectKey<'financial'> | undefined> {
  try {
    return await keys.openOrCreate(playerId, 'financial', now);
  } catch (error) {
    if (error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/** What staff must look at raises an alarm by its code; see `alarmsOn` of the rows. */
const alarmCodes: Readonly<Partial<Record<ConfirmationOutcome, string>>> = {
  'already-settled': 'DEPOSIT_PAID_AGAIN',
  mismatch: 'DEPOSIT_MISMATCHED',
  suspend: 'DEPOSIT_SUSPENDED',
};

function reportOutcome(outcome: ConfirmationOutcome, { depositId }: Deposit): void {
  const code = alarmCodes[outcome];
  if (code !== undefined) logEvent(code, { recordId: depositId });
}
