// Results of the malware scan of incoming/, through the queue kyc-intake
import * as z from 'zod';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { decideArrival } from '#domain/kyc/intake.ts';
import { withSignals } from '#domain/kyc/review.ts';
import { scanResults } from '#domain/kyc/scan-result.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openDocuments } from '#stores/kyc/documents.ts';
import { openDueSlots } from '#stores/kyc/due-slots.ts';
import { openIdentities } from '#stores/kyc/identities.ts';
import { type ObjectPlace, placeOf } from '#stores/kyc/object-place.ts';
import { openDocumentObjects } from '#stores/kyc/objects.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { openSightings } from '#stores/kyc/sightings.ts';
import { openUploadSlots } from '#stores/kyc/upload-slots.ts';
import { openLedger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { finishIntake } from './finish-intake.ts';
import type { IntakeStores } from './intake-stores.ts';

/** What the rule of the queue keeps of a scan result; the sweep sends the same. */
const messageSchema = z.object({ objectKey: z.string(), versionId: z.string(), scanResult: z.enum(scanResults) });

/**
 * Takes uploaded documents in: claims the first version, inspects it unless its scan forbids, keeps it clean or refuses
 * it, and deletes what was uploaded. Each step may be repeated: the state of the document says which one is next.
 */
export function takeIn(stores: IntakeStores): QueueHandler {
  return queueHandler(messageSchema, async ({ objectKey, versionId, scanResult }, work) => {
    const place = placeOf(objectKey);
    if (place === undefined) return logEvent('UPLOAD_KEY_UNKNOWN', {});
    const document = await stores.documents.find(place.playerId, place.documentId);
    const versions = await stores.objects.uploadedVersions(place);
    const arrival = decideArrival(document, versionId, versions);
    if (arrival === 'forget') return;
    // Before anything is decided: a second alarm after a retry is better than none after a crash.
    if (scanResult === 'THREATS_FOUND')
      logEvent('MALWARE_FOUND', { recordId: place.documentId, subjectId: place.playerId });
    if (arrival === 'discard' || document === undefined) return discard(stores, { place, document, versionId }, work);
    const claimed = { ...document, state: 'scanning', versionId } as const;
    if (arrival === 'claim' && !(await claim(stores, claimed, work)))
      return discard(stores, { place, document, versionId }, work);
    await finishIntake(stores, { document: claimed, scanResult, isThere: versions.includes(versionId) }, work);
    await clear(stores, claimed, work);
  });
}

/**
 * Binds the document to its one version and gives the slot back. The kyc key is made with the first document: its end is
 * what later deletes the objects.
 * @returns false when the account is not open any more: nothing that arrives afterwards is taken in
 */
async function claim(
  { documents, slots, keys, ledger }: IntakeStores,
  document: DocumentRecord & { versionId: string },
  { now, actor }: Work,
): Promise<boolean> {
  const { documentId, playerId, versionId } = document;
  const hasKey = (await keys.listOf(playerId)).some(({ keyClass }) => keyClass === 'kyc');
  const writes = [
    whileOpen(playerId),
    documents.claiming({ ...document, versionId: undefined }, versionId, now),
    slots.freeing(playerId),
    ...(hasKey ? [] : [(await keys.create(playerId, 'kyc')).write]),
  ];
  const audit = [{ action: 'document-claimed', noun: 'document', nounId: documentId, subjectId: playerId }];
  try {
    await ledger.commit({ writes, audit, actor, now });
    return true;
  } catch (error) {
    if (error instanceof Conflict && error.failedWrites.includes(0)) return false;
    throw error;
  }
}

/** Deletes the claimed version, and every later one as a version that nobody may look at. */
async function clear(stores: IntakeStores, document: DocumentRecord, work: Work): Promise<void> {
  for (const versionId of await stores.objects.uploadedVersions(document)) {
    if (versionId === document.versionId) await stores.objects.deleteUpload(document, versionId);
    else await discard(stores, { place: document, document, versionId }, work);
  }
}

/** Deletes a version beyond the first, or of no known document; what was a second upload is noted before. */
async function discard(
  { documents, objects, reviews, ledger }: IntakeStores,
  { place, document, versionId }: { place: ObjectPlace; document: DocumentRecord | undefined; versionId: string },
  { now, actor }: Work,
): Promise<void> {
  const { documentId, playerId } = place;
  if (document !== undefined && versionId !== document.versionId)
    await ledger.commit({
      writes: [documents.notingLaterVersion(document), ...(await sentAgain(reviews, playerId))],
      audit: [{ action: 'later-version-deleted', noun: 'document', nounId: documentId, subjectId: playerId }],
      actor,
      now,
    });
  await objects.deleteUpload(place, versionId);
  logEvent('UPLOAD_DISCARDED', { recordId: documentId });
}

/** What marks a review that has begun: of one that has not, the document itself tells it. */
async function sentAgain(reviews: IntakeStores['reviews'], playerId: string): Promise<Write[]> {
  const review = await reviews.find(playerId);
  if (review === undefined || review.signals.includes('document-sent-again')) return [];
  return [reviews.saving(withSignals(review, ['document-sent-again']), review)];
}

export const handler = takeIn({
  documents: openDocuments(),
  dueSlots: openDueSlots(),
  identities: openIdentities(),
  slots: openUploadSlots(),
  objects: openDocumentObjects(),
  reviews: openReviews(),
  sightings: openSightings(),
  contents: openBlindIndex('document'),
  keys: openSubjectKeys(),
  ledger: openLedger(),
});
