import { refused, type Refused } from '../decision.ts';
import type { ReviewCircumstances, ReviewCommand, ReviewedDocument } from './review-command.ts';

/** What an approval rests on: an identity document that is approved with it, its last day, and a recorded ID number. */
export function refuseApproval(
  { documentExpiresOn }: ReviewCommand,
  documents: readonly ReviewedDocument[],
  { identityNumber, now }: ReviewCircumstances,
): Refused | undefined {
  const proves = documents.some(({ document, state }) => document.kind === 'identity-document' && state === 'approved');
  if (!proves) return refused('review-incomplete', { detail: 'No identity document in review is approved with it.' });
  if (identityNumber === 'missing')
    return refused('review-incomplete', { detail: 'The player gave no government ID number.' });
  const detail = wrongExpiry(documentExpiresOn, now);
  if (detail === undefined) return undefined;
  return refused('validation-failed', { errors: [{ pointer: '/documentExpiresOn', detail }] });
}

function wrongExpiry(documentExpiresOn: string | null | undefined, now: Date): string | undefined {
  if (documentExpiresOn === undefined) return 'Must be the last day on the identity document, or null for none.';
  const isPast = documentExpiresOn !== null && documentExpiresOn < now.toISOString().slice(0, 10);
  return isPast ? 'Must not be past: ask again for a document that is out of date.' : undefined;
}
