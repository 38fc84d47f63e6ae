// PUT /v1/me/kyc/identity
import { refused, type Refused } from '#domain/decision.ts';
import { decideIdentityRecording } from '#domain/kyc/identity.ts';
import {
  birthDateRule,
  hasBirthDate,
  identityNumberRule,
  normaliseIdentityNumber,
  tellsBirthDate,
} from '#domain/kyc/identity-number.ts';
import { reviewOfHolder, reviewWithNumber } from '#domain/kyc/number-review.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { type BlindIndex, openBlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { type Identities, type Identity, openIdentities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openUploadSlots, type UploadSlots } from '#stores/kyc/upload-slots.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { type Lookups, openLookups } from '#stores/lookups.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { unsealField } from '#stores/sealing.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { putIdentityContract } from './contract.ts';

/** The stores that recording a number uses. */
export interface PutIdentityStores {
  sessions: Sessions;
  identities: Identities;
  lookups: Lookups;
  numbers: BlindIndex;
  players: Pick<Players, 'sealedBirthDateOf'>;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  slots: UploadSlots;
  keys: SubjectKeys;
  ledger: Ledger;
}

/** Records a government ID number, sealed; of several accounts with one number the first holds it. */
export function putIdentity(stores: PutIdentityStores): HttpHandler {
  return playerHttp(putIdentityContract, stores, async ({ command, caller, now, actor }) => {
    const { playerId, jurisdiction } = caller;
    const check = await checkNumber(stores, { playerId, jurisdiction, written: command.body.identityNumber, now });
    if (typeof check !== 'string') return check;
    const number = check;
    const indexValue = await stores.numbers.valueOf(`${jurisdiction}:${number}`);
    const current = await stores.identities.find(playerId);
    const holder = await stores.lookups.find('identity-number', indexValue);
    const before = current && { indexValue: current.identityNumberIndex, holds: current.holdsNumber };
    const { result, audit, events } = decideIdentityRecording(playerId, { indexValue, holder }, before);
    const key = await stores.keys.openOrCreate(playerId, 'kyc', now);
    const given = { number, indexValue, holds: !result.shared, shared: result.shared };
    const writes = [
      stores.identities.recording(key, given, { now, current }),
      whileOpen(playerId),
      ...(result.claim ? [stores.lookups.claiming('identity-number', indexValue, playerId)] : []),
      ...(result.release && before ? [stores.identities.releasing(playerId, before.indexValue)] : []),
      ...(await reviewWrites(stores.reviews, { playerId, holder, current, indexValue, shared: result.shared, now })),
      ...(await stores.slots.holding(playerId, now)),
    ];
    await stores.ledger.commit({ writes, audit, events, actor, now });
    if (result.shared && !isNotedBefore(current, indexValue)) alarm(playerId, holder);
    return answer(204, null);
  });
}

/** The number as it is compared, or why it cannot be the one of this account. */
async function checkNumber(
  stores: Pick<PutIdentityStores, 'keys' | 'players'>,
  given: { playerId: string; jurisdiction: string; written: string; now: Date },
): Promise<string | Refused> {
  const { playerId, jurisdiction, written, now } = given;
  const number = normaliseIdentityNumber(jurisdiction, written);
  if (number === undefined) return refusedBy(identityNumberRule(jurisdiction).rule);
  if (!tellsBirthDate(jurisdiction)) return number;
  return hasBirthDate(number, await birthDateOf(stores, playerId, now)) ? number : refusedBy(birthDateRule);
}

const refusedBy = (detail: string): Refused =>
  refused('validation-failed', { errors: [{ pointer: '/identityNumber', detail }] });

/** Tells staff which two accounts they are; the player is told nothing. */
const alarm = (playerId: string, holder: string | undefined): void =>
  logEvent('IDENTITY_NUMBER_SHARED', { subjectId: playerId, ...(holder === undefined ? {} : { recordId: holder }) });

/** Opens the birth date of the account, here and nowhere else, to hold a number against it. */
async function birthDateOf(
  { keys, players }: Pick<PutIdentityStores, 'keys' | 'players'>,
  playerId: string,
  now: Date,
): Promise<string> {
  const [key, sealed] = [await keys.open(playerId, 'identity', now), await players.sealedBirthDateOf(playerId)];
  return unsealField(key, { field: 'birthDate', recordId: playerId }, sealed);
}

/** Staff are alarmed once by a number that is given again and again. */
const isNotedBefore = (current: Identity | undefined, indexValue: string): boolean =>
  current?.sharedNumber === true && current.identityNumberIndex === indexValue;

/** Both reviews are read whether or not there are two accounts: the calls must not tell that there are. */
async function reviewWrites(
  reviews: Pick<Reviews, 'find' | 'saving'>,
  given: {
    playerId: string;
    holder: string | undefined;
    current: Identity | undefined;
    indexValue: string;
    shared: boolean;
    now: Date;
  },
): Promise<Write[]> {
  const { playerId, holder, current, indexValue, shared, now } = given;
  const [own, ofHolder] = [await reviews.find(playerId), await reviews.find(holder ?? playerId)];
  const isNew = current?.identityNumberIndex !== indexValue;
  const next = reviewWithNumber(own, { isNew, replaces: isNew && current !== undefined, shared, now });
  const marked = shared ? reviewOfHolder(ofHolder) : undefined;
  return [
    ...(next === undefined ? [] : [reviews.saving(next, own)]),
    ...(marked === undefined ? [] : [reviews.saving(marked, ofHolder)]),
  ];
}

export const handler = putIdentity({
  sessions: openSessions(),
  identities: openIdentities(),
  lookups: openLookups(),
  numbers: openBlindIndex('identity-number'),
  players: openPlayers(),
  reviews: openReviews(),
  slots: openUploadSlots(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
});
