import { jurisdictionOf, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import type {
  HeldDeposit,
  HeldDocument,
  HeldRecords,
  RecordSource,
  RetentionEnds,
} from '#domain/breach/held-records.ts';
import { keyEndsAfterClosure } from '#domain/player/closure.ts';
import type { FirstRecords } from '#stores/breaches/first-records.ts';
import type { Deposit, Deposits } from '#stores/deposits.ts';
import { NotFound } from '#stores/failures.ts';
import type { Documents } from '#stores/kyc/documents.ts';
import type { Identities } from '#stores/kyc/identities.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';

/** The stores that say which records there are of a person. None of them opens a value. */
export interface RecordStores {
  deposits: Pick<Deposits, 'page'>;
  documents: Pick<Documents, 'list'>;
  firstRecords: FirstRecords;
  identities: Pick<Identities, 'find'>;
  players: Pick<Players, 'read'>;
}

const depositsPerPage = 100;

/** Reads which records there are of a person, and where they live; undefined when nothing is left of the account. */
export async function gatherRecords(
  stores: RecordStores,
  playerId: string,
  sources: ReadonlySet<RecordSource>,
): Promise<{ records: HeldRecords; jurisdiction: string } | undefined> {
  const account = await findAccount(stores, playerId);
  if (account === undefined) return undefined;
  const [documents, identitySince, deposits] = await Promise.all([
    sources.has('documents') ? stores.documents.list(playerId) : [],
    sources.has('identity-number') ? identityNumberSince(stores, playerId) : undefined,
    sources.has('deposits') ? allDeposits(stores, playerId) : [],
  ]);
  const { registeredAt, closedAt, transferConsentAt, jurisdiction } = account;
  const records: HeldRecords = {
    registeredAt,
    isLeaving: account.state !== 'open',
    closedAt,
    ends: endsOf(account),
    transferConsentAt,
    identityNumberSince: identitySince,
    documents: documents.map((document): HeldDocument => document),
    deposits,
  };
  return { records, jurisdiction };
}

/** A number that replaced another says only since when it is there itself: the evidence knows of the first. */
async function identityNumberSince(stores: RecordStores, playerId: string): Promise<string | undefined> {
  const identity = await stores.identities.find(playerId);
  if (identity === undefined) return undefined;
  return (await stores.firstRecords.ofIdentityNumber(playerId)) ?? identity.recordedAt;
}

async function findAccount({ players }: RecordStores, playerId: string): Promise<PlayerAccount | undefined> {
  try {
    return await players.read(playerId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function allDeposits({ deposits }: RecordStores, playerId: string): Promise<HeldDeposit[]> {
  const held: HeldDeposit[] = [];
  let after: string | undefined;
  do {
    const page = await deposits.page(playerId, { after, limit: depositsPerPage });
    held.push(...page.deposits.map(heldDeposit));
    after = page.cursor;
  } while (after !== undefined);
  return held;
}

const heldDeposit = ({ startedAt, settledAt, state, transferConfirmation, bankAccount }: Deposit): HeldDeposit => ({
  startedAt,
  settledAt,
  isCredited: state === 'confirmed',
  hasTransferConfirmation: transferConfirmation !== undefined,
  hasBankAccount: bankAccount !== undefined,
});

/** When the retained classes of a closed account end, by the same rule that closing it followed. */
function endsOf({ closedAt, jurisdiction }: PlayerAccount): RetentionEnds {
  if (closedAt === undefined) return {};
  const years = retentionYearsOf(jurisdictionOf(jurisdiction));
  const ends = keyEndsAfterClosure(['contact', 'kyc', 'financial'], years, new Date(closedAt));
  const end = (name: 'contact' | 'kyc' | 'financial') => ends.get(name)?.toISOString();
  return { contact: end('contact'), kyc: end('kyc'), financial: end('financial') };
}
