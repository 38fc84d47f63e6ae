// POST /v1/me/kyc/documents
import { refused, type Refused } from '#domain/decision.ts';
import { uploadLimits } from '#domain/kyc/document.ts';
import { decideUploadSlot } from '#domain/kyc/upload-slot.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { offerUploadContract } from './contract.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { type Documents, openDocuments } from '#stores/kyc/documents.ts';
import { type DueSlots, openDueSlots } from '#stores/kyc/due-slots.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openUploadForms, type UploadForms } from '#stores/kyc/upload-forms.ts';
import { openUploadSlots, type UploadSlots } from '#stores/kyc/upload-slots.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';

/** Offers a slot for one document; limits are conditions of the transaction that takes it. */
export function offerUpload(stores: {
  sessions: Sessions;
  slots: UploadSlots;
  documents: Documents;
  dueSlots: DueSlots;
  forms: UploadForms;
  ledger: Ledger;
}): HttpHandler {
  return playerHttp(offerUploadContract, stores, async ({ command, caller, now, actor }) => {
    const documents = await stores.documents.list(caller.playerId);
    const inReviewCount = documents.filter(({ state }) => state === 'in-review').length;
    const decision = decideUploadSlot(command.body, caller, { documentId: newId(), now, inReviewCount });
    if (decision.outcome === 'refused') return decision;
    const { result: document, audit } = decision;
    const upload = await stores.forms.sign(document, command.body.sha256);
    const [open, day, ...holding] = await stores.slots.taking(caller.playerId, now);
    const rest = [stores.documents.offering(document), stores.dueSlots.listing(document), whileOpen(caller.playerId)];
    try {
      await stores.ledger.commit({ writes: [open, day, ...rest, ...holding], audit, actor, now });
    } catch (error) {
      const usedUp = error instanceof Conflict ? limitReached(error.failedWrites, now) : undefined;
      if (usedUp === undefined) throw error;
      return usedUp;
    }
    return answer(201, {
      documentId: document.documentId,
      expiresAt: new Date(document.slotEndsAtSeconds * 1000).toISOString(),
      upload,
    });
  });
}

/** Which limit the transaction ran into: its first two writes are the two counts. */
function limitReached(failedWrites: readonly number[], now: Date): Refused | undefined {
  const { openSlotsMax, offersPerDayMax } = uploadLimits;
  if (failedWrites.includes(1)) {
    const midnight = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`) + 86_400_000;
    const retryAfterSeconds = Math.ceil((midnight - now.getTime()) / 1000);
    return refused('document-slots-used-up', {
      detail: `At most ${offersPerDayMax} uploads a day (UTC).`,
      retryAfterSeconds,
    });
  }
  if (!failedWrites.includes(0)) return undefined;
  return refused('document-slots-used-up', {
    detail: `At most ${openSlotsMax} uploads may wait for their file. Send the files, or wait until the slots end.`,
    retryAfterSeconds: 60,
  });
}

export const handler = offerUpload({
  sessions: openSessions(),
  slots: openUploadSlots(),
  documents: openDocuments(),
  dueSlots: openDueSlots(),
  forms: openUploadForms(),
  ledger: openLedger(),
});
