import { type DocumentRecord, intakePatienceSeconds } from './document.ts';
import { scanPatienceSeconds, type ScanResult } from './scan-result.ts';

/** What the sweep does about a slot whose time is over. */
export type Sweeping =
  | { step: 'strike' }
  | { step: 'clear' }
  | { step: 'wait' }
  | { step: 'expire' }
  | { step: 'send-again'; versionId: string; scanResult: ScanResult };

/** The version that counts and has not been taken in, with what its scan said; undefined while it has said nothing. */
export interface OpenUpload {
  versionId: string;
  scanResult?: ScanResult | undefined;
}

/**
 * Names the version whose intake is open.
 * @param versions versions of the uploaded object that exist now, oldest first
 */
export function openVersionOf(document: DocumentRecord | undefined, versions: readonly string[]): string | undefined {
  if (document?.state === 'scanning') return document.versionId;
  return document?.state === 'awaiting-upload' ? versions[0] : undefined;
}

/** Nothing reaches the intake without a result: what nobody scanned in time is sent as skipped, and refused there. */
function sendAgain(document: DocumentRecord, { versionId, scanResult }: OpenUpload, now: Date): Sweeping {
  if (scanResult !== undefined) return { step: 'send-again', versionId, scanResult };
  const patient = now.getTime() < (document.slotEndsAtSeconds + scanPatienceSeconds) * 1000;
  return patient ? { step: 'wait' } : { step: 'send-again', versionId, scanResult: 'SKIPPED' };
}

/**
 * Decides about a slot after its end: one that stayed empty expires; an upload or an intake whose message was lost is
 * sent again with what its scan said; a kept one is struck off the list. Of a refused one whatever was kept is cleared
 * first: an intake may have died after it kept what the next one refused. That waits until no intake can be under way.
 * @param upload the version that `openVersionOf` names
 */
export function decideSweeping(
  document: DocumentRecord | undefined,
  upload: OpenUpload | undefined,
  now: Date,
): Sweeping {
  if (document?.state === 'awaiting-upload')
    return upload === undefined ? { step: 'expire' } : sendAgain(document, upload, now);
  if (document?.state === 'refused') return afterRefusal(document, now);
  if (document?.state !== 'scanning') return { step: 'strike' };
  return isRecent(document.claimedAt, now) || upload === undefined
    ? { step: 'wait' }
    : sendAgain(document, upload, now);
}

/** What a reviewer refused was kept to be seen, and is kept for the law. */
function afterRefusal({ reviewedAt, decidedAt }: DocumentRecord, now: Date): Sweeping {
  if (reviewedAt !== undefined) return { step: 'strike' };
  return { step: isRecent(decidedAt, now) ? 'wait' : 'clear' };
}

const isRecent = (at: string | undefined, now: Date): boolean =>
  at !== undefined && now.getTime() < Date.parse(at) + intakePatienceSeconds * 1000;
