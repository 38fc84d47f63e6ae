import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentKind, DocumentRecord, DocumentState } from '#domain/kyc/document.ts';
import type { Review } from '#domain/kyc/review.ts';
import { documentClient } from '#stores/clients.ts';
import type { Write } from '#stores/commitment.ts';
import { openDocuments } from '#stores/kyc/documents.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { newId } from '#stores/ids.ts';
import { openAccount, startRegistration, type Person } from './announced-people.ts';

/** Writes what a test begins with, as one transaction. */
export async function writeAll(writes: readonly Write[]): Promise<void> {
  await documentClient().send(new TransactWriteCommand({ TransactItems: [...writes] }));
}

/** A document in a state, with what comes before that state. */
export function documentIn(state: DocumentState, playerId: string, kind: DocumentKind): DocumentRecord {
  const at = new Date().toISOString();
  const documentId = newId();
  const passed = { versionId: 'v1', claimedAt: at, decidedAt: at, reviewedAt: at };
  const file = { kind, mediaType: 'image/jpeg' as const, byteCount: 9, offeredAt: at, slotEndsAtSeconds: 9 };
  return { playerId, documentId, state, ...file, ...passed };
}

/** Somebody whose identity a reviewer approved, with the documents that they approved. */
export async function approvedPlayer(
  documentExpiresOn: string | undefined,
  person: Person = {},
  change: Partial<Review> = {},
) {
  const started = await startRegistration(person);
  const playerId = await openAccount(started);
  const at = new Date().toISOString();
  const approval = { approvedAt: at, documentExpiresOn };
  const review: Review = {
    playerId,
    state: 'approved',
    version: 3,
    waitingSince: at,
    signals: [],
    approval,
    ...change,
  };
  const identity = documentIn('approved', playerId, 'identity-document');
  const address = documentIn('approved', playerId, 'proof-of-address');
  const writes = [identity, address].map((document) => openDocuments().offering(document));
  await writeAll([openReviews().saving(review, undefined), ...writes]);
  return { playerId, email: started.email, identity, address };
}
