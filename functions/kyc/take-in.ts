// Object Created events of incoming/, through the queue kyc-intake
import * as z from 'zod';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { decideArrival, decideVerdict, type Verdict } from '#domain/kyc/intake.ts';
import { reviewWithDocument, withSignals } from '#domain/kyc/review.ts';
import type { RiskSignal } from '#domain/kyc/risk.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { type BlindIndex, openBlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { type Documents, openDocuments } from '#stores/kyc/documents.ts';
import { type DueSlots, openDueSlots } from '#stores/kyc/due-slots.ts';
import { type Identities, openIdentities } from '#stores/kyc/identities.ts';
import { whileOpen } from '#stores/open-account.ts';
import { type ObjectPlace, placeOf } from '#stores/kyc/object-place.ts';
import { type DocumentObjects, openDocumentObjects } from '#stores/kyc/objects.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openSightings, type Sightings } from '#stores/kyc/sightings.ts';
import { openUploadSlots, type UploadSlots } from '#stores/kyc/upload-slots.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { inspectUpload } from './inspect-upload.ts';

/** What the rule of the queue keeps of an S3 event; the sweep sends the same. */
const messageSchema = z.object({ objectKey: z.string(), versionId: z.string() });

/** What the intake uses. */
export interface IntakeStores {
  documents: Documents;
  dueSlots: DueSlots;
  identities: Pick<Identities, 'find'>;
  slots: UploadSlots;
  objects: DocumentObjects;
  reviews: Reviews;
  sightings: Sightings;
  contents: BlindIndex;
  keys: SubjectKeys;
  ledger: Ledger;
}

/**
 * Takes uploaded documents in: claims the first version, inspects it, keeps it clean or refuses it, and deletes what was
 * uploaded. Each step may be repeated: the state of the document says which one is next.
 */
export function takeIn(stores: IntakeStores): QueueHandler {
  return queueHandler(messageSchema, async ({ objectKey, versionId }, work) => {
    const place = placeOf(objectKey);
    if (place === undefined) return logEvent('UPLOAD_KEY_UNKNOWN', {});
    const document = await stores.documents.find(place.playerId, place.documentId);
    const versions = await stores.objects.uploadedVersions(place);
    const arrival = decideArrival(document, versionId, versions);
    if (arrival.step === 'forget') return;
    if (arrival.step === 'discard' || document === undefined)
      return discard(stores, { place, document, versionId }, work);
    const claimed = { ...document, state: 'scanning', versionId: arrival.versionId } as const;
    if (arrival.step === 'claim' && !(await claim(stores, claimed, work)))
      return discard(stores, { place, document, versionId }, work);
    await finish(stores, { document: claimed, isThere: versions.includes(arrival.versionId) }, work);
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

/**
 * Inspects the claimed version and commits the verdict. Clean bytes are kept first: no verdict without them.
 * @param isThere whether it is there still: of a version that is gone S3 tells only those who may list the whole bucket
 */
async function finish(
  stores: IntakeStores,
  { document, isThere }: { document: DocumentRecord; isThere: boolean },
  { now, actor }: Work,
): Promise<void> {
  const bytes = isThere ? await stores.objects.readUpload(document, document.versionId ?? '') : undefined;
  const { inspection, contentIndex, sightings } = await inspectUpload(stores, document, bytes);
  const { result: verdict, audit, events } = decideVerdict(document, inspection, sightings);
  const kept = verdict.state === 'in-review' && inspection.outcome === 'clean';
  if (kept) await stores.objects.keep(document, inspection.mediaType, inspection.bytes);
  const sighting = kept ? stores.sightings.noting(contentIndex, document, sightings.length === 0) : undefined;
  await stores.ledger.commit({
    writes: [
      stores.documents.deciding(document, verdict, { now, sighting: sighting?.place }),
      // What is refused stays on the list of the sweep: an intake that died may have kept it.
      ...(kept ? [stores.dueSlots.striking(document)] : []),
      ...(sighting === undefined ? [] : [sighting.write]),
      ...(verdict.state === 'in-review' ? [await asksForReview(stores, { document, verdict, now })] : []),
    ],
    audit,
    events,
    actor,
    now,
  });
  logEvent('DOCUMENT_DECIDED', { recordId: document.documentId, state: verdict.state });
}

/** The write by which an accepted document waits for a reviewer, with what makes it riskier. */
async function asksForReview(
  { identities, reviews }: Pick<IntakeStores, 'identities' | 'reviews'>,
  { document, verdict, now }: { document: DocumentRecord; verdict: Verdict & { state: 'in-review' }; now: Date },
): Promise<Write> {
  const { playerId, laterVersionCount = 0 } = document;
  const [review, identity] = [await reviews.find(playerId), await identities.find(playerId)];
  const signals: RiskSignal[] = [
    ...(verdict.duplicateOf === 'another-player' ? (['document-of-another-player'] as const) : []),
    ...(identity?.sharedNumber === true ? (['identity-number-shared'] as const) : []),
    ...(laterVersionCount > 0 ? (['document-sent-again'] as const) : []),
  ];
  return reviews.saving(reviewWithDocument(review, { playerId, now, signals }), review);
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
async function sentAgain(reviews: Reviews, playerId: string): Promise<Write[]> {
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
