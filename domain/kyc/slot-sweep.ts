import { type DocumentRecord, intakePatienceSeconds } from './document.ts';

/** What the sweep does about a slot whose time is over. */
export type Sweeping =
  | { step: 'strike' }
  | { step: 'clear' }
  | { step: 'wait' }
  | { step: 'expire' }
  | { step: 'send-again'; versionId: string };

/**
 * Decides about a slot after its end: one that stayed empty expires; an upload or an intake whose message was lost is
 * sent again; a kept one is struck off the list. Of a refused one whatever was kept is cleared first: an intake may have
 * died after it kept what the next one refused. That waits until no intake of it can be under way any more.
 * @param versions versions of the uploaded object that exist now, oldest first
 */
export function decideSweeping(document: DocumentRecord | undefined, versions: readonly string[], now: Date): Sweeping {
  if (document?.state === 'awaiting-upload')
    return versions[0] === undefined ? { step: 'expire' } : { step: 'send-again', versionId: versions[0] };
  if (document?.state === 'refused') return afterRefusal(document, now);
  if (document?.state !== 'scanning') return { step: 'strike' };
  return isRecent(document.claimedAt, now)
    ? { step: 'wait' }
    : { step: 'send-again', versionId: document.versionId ?? '' };
}

/** What a reviewer refused was kept to be seen, and is kept for the law. */
function afterRefusal({ reviewedAt, decidedAt }: DocumentRecord, now: Date): Sweeping {
  if (reviewedAt !== undefined) return { step: 'strike' };
  return { step: isRecent(decidedAt, now) ? 'wait' : 'clear' };
}

const isRecent = (at: string | undefined, now: Date): boolean =>
  at !== undefined && now.getTime() < Date.parse(at) + intakePatienceSeconds * 1000;
