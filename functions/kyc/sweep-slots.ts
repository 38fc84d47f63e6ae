// Every five minutes: slots that nobody used, and uploads whose message was lost
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { decideSweeping, type OpenUpload, openVersionOf } from '#domain/kyc/slot-sweep.ts';
import { logDefect, logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import { type Documents, openDocuments } from '#stores/kyc/documents.ts';
import { type DueSlot, type DueSlots, openDueSlots } from '#stores/kyc/due-slots.ts';
import { objectKey } from '#stores/kyc/object-place.ts';
import { type DocumentObjects, openDocumentObjects } from '#stores/kyc/objects.ts';
import { openUploadScans, type UploadScans } from '#stores/kyc/upload-scans.ts';
import { openUploadSlots, type UploadSlots } from '#stores/kyc/upload-slots.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** A sweep stops this long before its function is stopped; the next one goes on. */
const marginMilliseconds = 10_000;

interface SweepStores {
  documents: Documents;
  dueSlots: DueSlots;
  slots: UploadSlots;
  objects: DocumentObjects;
  scans: UploadScans;
  intake: QueueSender;
  ledger: Ledger;
}

/** Looks at every slot whose time is over; one that fails does not keep the others waiting. */
export function sweepSlots(stores: SweepStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    let failures = 0;
    for await (const slot of stores.dueSlots.due(work.now)) {
      if (work.remainingMilliseconds() < marginMilliseconds) break;
      await sweep(stores, slot, work).catch((error: unknown) => {
        failures += 1;
        logDefect(error, { recordId: slot.documentId });
      });
    }
    if (failures > 0) throw new Error('Some slots could not be swept');
  });
}

/** The version that counts and what its scan said: a message that was lost is made good by the tag, never without it. */
async function openUpload(
  { objects, scans }: SweepStores,
  slot: DueSlot,
  document: DocumentRecord | undefined,
): Promise<OpenUpload | undefined> {
  const versions = document?.state === 'awaiting-upload' ? await objects.uploadedVersions(slot) : [];
  const versionId = openVersionOf(document, versions);
  return versionId === undefined ? undefined : { versionId, scanResult: await scans.resultOf(slot, versionId) };
}

async function sweep(stores: SweepStores, slot: DueSlot, { now, actor }: Work): Promise<void> {
  const { playerId, documentId } = slot;
  const document = await stores.documents.find(playerId, documentId);
  const sweeping = decideSweeping(document, await openUpload(stores, slot, document), now);
  switch (sweeping.step) {
    case 'wait':
      return;
    case 'send-again':
      await stores.intake.send([
        {
          objectKey: objectKey('incoming', slot),
          versionId: sweeping.versionId,
          scanResult: sweeping.scanResult,
        },
      ]);
      return logEvent('UPLOAD_SENT_AGAIN', { recordId: documentId });
    case 'clear':
      if ((await stores.objects.deleteKept(slot)) > 0) logEvent('KEPT_DOCUMENT_CLEARED', { recordId: documentId });
      return strike(stores, slot, { now, actor });
    case 'strike':
      return strike(stores, slot, { now, actor });
    case 'expire': {
      if (document === undefined) return;
      const { reason } = { reason: 'never-arrived' };
      await stores.ledger.commit({
        writes: [
          stores.documents.expiring(document, now),
          stores.slots.freeing(playerId),
          stores.dueSlots.strikingEntry(slot),
        ],
        audit: [
          {
            action: 'document-refused',
            noun: 'document',
            nounId: documentId,
            subjectId: playerId,
            context: { reason },
          },
        ],
        actor,
        now,
      });
    }
  }
}

async function strike(
  { dueSlots, ledger }: SweepStores,
  slot: DueSlot,
  { now, actor }: Pick<Work, 'now' | 'actor'>,
): Promise<void> {
  await ledger.commit({ writes: [dueSlots.strikingEntry(slot)], audit: [], actor, now });
}

export const handler = sweepSlots({
  documents: openDocuments(),
  dueSlots: openDueSlots(),
  slots: openUploadSlots(),
  objects: openDocumentObjects(),
  scans: openUploadScans(),
  intake: openQueue('kyc-intake'),
  ledger: openLedger(),
});
