import type { DocumentRecord } from '#domain/kyc/document.ts';
import { decideVerdict, type Verdict } from '#domain/kyc/intake.ts';
import { reviewWithDocument } from '#domain/kyc/review.ts';
import type { RiskSignal } from '#domain/kyc/risk.ts';
import { refusalByScan, type ScanResult } from '#domain/kyc/scan-result.ts';
import { logEvent } from '#functions/edge/log.ts';
import type { Work } from '#functions/edge/queue.ts';
import type { Write } from '#stores/commitment.ts';
import { type Findings, inspectUpload } from './inspect-upload.ts';
import type { IntakeStores } from './intake-stores.ts';

/** A claimed version with what its scan said. */
export interface ScannedUpload {
  document: DocumentRecord & { versionId: string };
  scanResult: ScanResult;
  /** Whether it is there still: of a version that is gone S3 tells only those who may list the whole bucket. */
  isThere: boolean;
}

/** Inspects a claimed version and commits the verdict. Clean bytes are kept first: no verdict without them. */
export async function finishIntake(stores: IntakeStores, scanned: ScannedUpload, { now, actor }: Work): Promise<void> {
  const { document } = scanned;
  const { inspection, contentIndex, sightings } = await look(stores, scanned);
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

/** Opens what its scan lets be opened; of anything else not one byte is read. */
async function look(stores: IntakeStores, { document, scanResult, isThere }: ScannedUpload): Promise<Findings> {
  const reason = refusalByScan(scanResult);
  if (reason !== undefined) return { inspection: { outcome: 'refused', reason }, contentIndex: '', sightings: [] };
  const upload = isThere ? await stores.objects.readUpload(document, document) : undefined;
  return inspectUpload(stores, document, upload);
}

/** The write by which an accepted document waits for a reviewer, with what makes it riskier. */
async function asksForReview(
  { identities, reviews }: IntakeStores,
  { document, verdict, now }: { document: DocumentRecord; verdict: Verdict & { state: 'in-review' }; now: Date },
): Promise<Write> {
  const { playerId, laterVersionCount = 0 } = document;
  const [review, identity] = await Promise.all([reviews.find(playerId), identities.find(playerId)]);
  const signals: RiskSignal[] = [
    ...(verdict.duplicateOf === 'another-player' ? (['document-of-another-player'] as const) : []),
    ...(identity?.sharedNumber === true ? (['identity-number-shared'] as const) : []),
    ...(laterVersionCount > 0 ? (['document-sent-again'] as const) : []),
    // Until the player was compared with lists, a review counts as one whose comparison failed.
    ...(review === undefined ? (['screening-error'] as const) : []),
  ];
  return reviews.saving(reviewWithDocument(review, { playerId, now, signals }), review);
}
