import { Conflict, Unavailable } from '#stores/failures.ts';
import { changeConsent, type ChangeConsentStores, type ConsentChange } from './change.ts';

/** So many changes would have to come first, each within the time of this one. */
const attemptsMax = 5;

/** Withdraws on whatever others left: an objection that lost a race is tried again and not refused. */
export async function withdrawAgain(stores: ChangeConsentStores, change: ConsentChange): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    try {
      await changeConsent(stores, change);
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new Unavailable('consent');
}
