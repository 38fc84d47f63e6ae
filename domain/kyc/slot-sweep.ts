import { type DocumentRecord, intakePatienceSeconds } from './document.ts';

/** What the sweep does about a slot whose time is over. */
export type Sweeping =
  { step: 'strike' } | { step: 'wait' } | { step: 'expire' } | { step: 'send-again'; versionId: string };

/**
 * Decides about a slot after its end: one that stayed empty expires; an upload or an intake whose message was lost is
 * sent again; a finished one is struck off the list.
 * @param versions versions of the uploaded object that exist now, oldest first
 */
export function decideSweeping(document: DocumentRecord | undefined, versions: readonly string[], now: Date): Sweeping {
  if (document?.state === 'awaiting-upload')
    return versions[0] === undefined ? { step: 'expire' } : { step: 'send-again', versionId: versions[0] };
  if (document?.state !== 'scanning') return { step: 'strike' };
  const claimedAt = Date.parse(document.claimedAt ?? document.offeredAt);
  const patient = now.getTime() < claimedAt + intakePatienceSeconds * 1000;
  return patient ? { step: 'wait' } : { step: 'send-again', versionId: document.versionId ?? '' };
}
