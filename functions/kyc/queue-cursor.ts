import { type RiskBand, riskBands } from '#domain/kyc/risk.ts';
import type { WaitingPlace } from '#stores/kyc/reviews.ts';

/** Where a page of the queue stopped: the band, and the last review in it; without one the band begins. */
export interface QueuePlace {
  band: RiskBand;
  after?: WaitingPlace | undefined;
}

/** Writes a place as the opaque text that clients hand back. */
export function writeQueueCursor({ band, after }: QueuePlace): string {
  return Buffer.from([band, after?.waitingSince ?? '', after?.playerId ?? ''].join('#'), 'utf8').toString('base64url');
}

const placePattern = /^([a-z]+)#(?:(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)#([0-9a-hjkmnp-tv-z]{26})|#)$/;

/** Reads what `writeQueueCursor` wrote; undefined for anything else. */
export function readQueueCursor(text: string): QueuePlace | undefined {
  const [, name, waitingSince, playerId] = placePattern.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  const band = riskBands.find((known) => known === name);
  if (band === undefined) return undefined;
  return waitingSince === undefined || playerId === undefined ? { band } : { band, after: { waitingSince, playerId } };
}
