import { consentAudit, consentEvents, rowsFor, type ConsentRow, type ConsentWish } from '#domain/consent/consent.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import type { Consents } from '#stores/consents.ts';
import type { Ledger } from '#stores/ledger.ts';

/** The stores that changing a consent uses. */
export interface ChangeConsentStores {
  consents: Pick<Consents, 'current' | 'adding'>;
  ledger: Ledger;
}

/** Who changes what, and when. */
export interface ConsentChange {
  playerId: string;
  wish: ConsentWish;
  /** What must hold beside. */
  checks?: readonly Write[];
  actor: Actor;
  now: Date;
}

/**
 * Adds the rows that a wish leads to and answers what holds then. Nothing is written where it holds already.
 * Throws `Conflict` when another change came first: the caller decides again on what that one left.
 */
export async function changeConsent(stores: ChangeConsentStores, change: ConsentChange): Promise<ConsentRow[]> {
  const { playerId, wish, checks = [], actor, now } = change;
  const current = await stores.consents.current(playerId, wish.purpose);
  const rows = rowsFor(wish, current, now);
  if (rows.length > 0) {
    await stores.ledger.commit({
      writes: [...checks, ...rows.flatMap((row) => stores.consents.adding(playerId, row))],
      audit: rows.map((row) => consentAudit(playerId, row)),
      events: consentEvents(playerId, rows),
      actor,
      now,
    });
  }
  return [...current.filter(({ channel }) => !rows.some((row) => row.channel === channel)), ...rows];
}
