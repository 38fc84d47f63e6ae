// PUT /v1/me/kyc/identity
import { refused } from '#domain/decision.ts';
import { decideIdentityRecording } from '#domain/kyc/identity.ts';
import { identityNumberRule, normaliseIdentityNumber } from '#domain/kyc/identity-number.ts';
import { reviewWithNumber } from '#domain/kyc/review.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { type BlindIndex, openBlindIndex } from '#stores/blind-index.ts';
import { type SubjectKeys, openSubjectKeys } from '#stores/keys.ts';
import { type Identities, openIdentities } from '#stores/kyc/identities.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openUploadSlots, type UploadSlots } from '#stores/kyc/upload-slots.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { type Lookups, openLookups } from '#stores/lookups.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { putIdentityContract } from './contract.ts';

/** Records a government ID number, sealed; of several accounts with one number the first holds it. */
export function putIdentity(stores: {
  sessions: Sessions;
  identities: Identities;
  reviews: Reviews;
  lookups: Lookups;
  numbers: BlindIndex;
  slots: UploadSlots;
  keys: SubjectKeys;
  ledger: Ledger;
}): HttpHandler {
  return playerHttp(putIdentityContract, stores, async ({ command, caller, now, actor }) => {
    const { playerId, jurisdiction, accountState } = caller;
    if (accountState !== 'open') return refused('state-changed', { detail: 'The account is being closed.' });
    const number = normaliseIdentityNumber(jurisdiction, command.body.identityNumber);
    if (number === undefined) {
      const { rule } = identityNumberRule(jurisdiction);
      return refused('validation-failed', { errors: [{ pointer: '/identityNumber', detail: rule }] });
    }
    const indexValue = await stores.numbers.valueOf(`${jurisdiction}:${number}`);
    const current = await stores.identities.find(playerId);
    const holder = await stores.lookups.find('identity-number', indexValue);
    const before = current && { indexValue: current.identityNumberIndex, holds: current.holdsNumber };
    const { result, audit, events } = decideIdentityRecording(playerId, { indexValue, holder }, before);
    const review = await stores.reviews.find(playerId);
    const key = await stores.keys.openOrCreate(playerId, 'kyc', now);
    const given = { number, indexValue, holds: !result.shared, shared: result.shared };
    const writes = [
      stores.identities.recording(key, given, { now, current }),
      whileOpen(playerId),
      ...(result.claim ? [stores.lookups.claiming('identity-number', indexValue, playerId)] : []),
      ...(result.release && before ? [stores.identities.releasing(playerId, before.indexValue)] : []),
      ...(await stores.slots.holding(playerId, now)),
      // Whoever reviews must have seen the number that counts.
      ...(review === undefined ? [] : [stores.reviews.saving(reviewWithNumber(review, result), review)]),
    ];
    await stores.ledger.commit({ writes, audit, events, actor, now });
    return answer(204, null);
  });
}

export const handler = putIdentity({
  sessions: openSessions(),
  identities: openIdentities(),
  reviews: openReviews(),
  lookups: openLookups(),
  numbers: openBlindIndex('identity-number'),
  slots: openUploadSlots(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
});
