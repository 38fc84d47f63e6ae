// POST /v1/players/verifications
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { refused } from '#domain/decision.ts';
import { accountNumberFrom, accountNumberRandomDigits } from '#domain/player/account-number.ts';
import { accountOpened } from '#domain/player/registration.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { Conflict, KeyEnded } from '#stores/failures.ts';
import { holdingWrite } from '#stores/holdings.ts';
import { newDigits, newId } from '#stores/ids.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups, type Lookups } from '#stores/lookups.ts';
import { openNetworkNames, type NetworkNames } from '#stores/network-name.ts';
import { verifyPassword } from '#stores/password-hash.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openRegistrations, type PendingRegistration, type Registrations } from '#stores/registrations.ts';
import { sealField } from '#stores/sealing.ts';
import { openTokens, type Tokens } from '#stores/tokens.ts';
import { openWallets, type Wallets } from '#stores/wallets.ts';
import { verifyContract } from './contract.ts';

/** The stores a verification uses. */
export interface VerifyStores {
  accountNumbers: BlindIndex;
  attempts: Attempts;
  credentials: Credentials;
  keys: SubjectKeys;
  ledger: Ledger;
  lookups: Lookups;
  networks: NetworkNames;
  players: Players;
  registrations: Registrations;
  tokens: Tokens;
  wallets: Wallets;
}

/**
 * Completes a registration. The token proves the mailbox and the password proves who started it: a stranger who
 * registered somebody's address cannot have the mail, and whoever has the mail does not inherit the stranger's account.
 */
export function verify(stores: VerifyStores): HttpHandler {
  return publicHttp(verifyContract, async ({ command: { body }, viewer, now, actor }) => {
    const network = `verification#network#${await stores.networks.nameOf(viewer.address)}`;
    const found = await findRegistration(stores, body.token, now);
    const secrets = found === undefined ? [] : [attemptsOf(found.registration)];
    const attempt = await stores.attempts.reserveAll({ secrets, network }, now);
    if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);
    if (found === undefined || !(await verifyPassword(body.password, found.registration.passwordHash))) {
      await stores.attempts.failedFrom(network, now);
      return refused('verification-refused');
    }

    const accountNumber = accountNumberFrom(newDigits(accountNumberRandomDigits));
    try {
      const writes = await verificationWrites(stores, { ...found, token: body.token, accountNumber, now });
      await stores.ledger.commit({ writes, ...accountOpened(found.registration.sk), actor, now });
    } catch (error) {
      if (lostToAnother(error)) return refused('verification-refused');
      throw error;
    }
    return answer(201, { accountNumber });
  });
}

/** How many of the first writes decide who was first. */
const decidingWrites = 3;

/** Another verification of the address was first: it took token or address, or ended this registration's keys. */
function lostToAnother(error: unknown): boolean {
  if (error instanceof KeyEnded) return true;
  return error instanceof Conflict && error.failedWrites.some((index) => index < decidingWrites);
}

interface FoundRegistration {
  registration: PendingRegistration;
  others: PendingRegistration[];
}

async function verificationWrites(
  stores: VerifyStores,
  verified: FoundRegistration & { token: string; accountNumber: string; now: Date },
): Promise<Write[]> {
  const { registration, others, token, now } = verified;
  return [
    stores.tokens.consuming(token),
    stores.registrations.removing(registration, { mustExist: true }),
    stores.lookups.claiming('email', registration.pk, registration.sk),
    ...(await openingWrites(stores, registration, verified)),
    ...endingWrites(stores, others, now),
    stores.attempts.forgetting(attemptsOf(registration)),
  ];
}

const attemptsOf = (registration: PendingRegistration) => `verification#${registration.sk}`;

async function findRegistration(
  stores: VerifyStores,
  token: string,
  now: Date,
): Promise<FoundRegistration | undefined> {
  const grant = await stores.tokens.find(token, 'registration-verification', now);
  if (grant === undefined) return undefined;
  const emailIndex = grant.context['emailIndex'] ?? '';
  const registration = await stores.registrations.find(emailIndex, grant.recordId, now);
  if (registration === undefined) return undefined;
  const pending = await stores.registrations.pending(emailIndex, now);
  return { registration, others: pending.filter(({ sk }) => sk !== grant.recordId) };
}

async function openingWrites(
  stores: VerifyStores,
  registration: PendingRegistration,
  { accountNumber, now }: { accountNumber: string; now: Date },
): Promise<Write[]> {
  const playerId = registration.sk;
  const walletId = newId();
  const currency = jurisdictionOf(registration.jurisdiction).currency;
  const [identity, accountNumberIndex] = await Promise.all([
    stores.keys.open(playerId, 'identity', now),
    stores.accountNumbers.valueOf(accountNumber),
  ]);
  const sealed = sealField(identity, { field: 'accountNumber', recordId: playerId }, accountNumber);
  return [
    ...stores.players.opening(registration, { accountNumber: sealed, accountNumberIndex, walletId, currency, now }),
    stores.credentials.keeping(playerId, registration.passwordHash),
    stores.keys.keeping(playerId, 'identity', now),
    stores.keys.keeping(playerId, 'contact', now),
    stores.lookups.noting('phone', registration.phoneIndex, playerId),
    stores.lookups.claiming('account-number', accountNumberIndex, playerId),
    stores.wallets.opening(walletId, currency),
    holdingWrite('players', playerId, now),
  ];
}

/** The first to verify wins; the other registrations of the address and their keys end in the same transaction. */
function endingWrites(stores: VerifyStores, others: readonly PendingRegistration[], now: Date): Write[] {
  return others.flatMap((other) => [
    stores.registrations.removing(other, { mustExist: false }),
    stores.keys.ending(other.sk, 'identity', now),
    stores.keys.ending(other.sk, 'contact', now),
  ]);
}

export const handler = verify({
  accountNumbers: openBlindIndex('account-number'),
  attempts: openAttempts(),
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  lookups: openLookups(),
  networks: openNetworkNames(openBlindIndex('account-number')),
  players: openPlayers(),
  registrations: openRegistrations(),
  tokens: openTokens(),
  wallets: openWallets(),
});
