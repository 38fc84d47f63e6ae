import { supportAddress } from '#domain/notification/contact.ts';
import { identityApproved } from '#domain/notification/letters/identity-approved.ts';
import { identityAskedAgain } from '#domain/notification/letters/identity-asked-again.ts';
import { identityRefused } from '#domain/notification/letters/identity-refused.ts';
import { regionSettings } from '#stores/settings.ts';
import type { WriteToPlayer } from './compose-account.ts';

/** The mail of a decided review of identity. Throws for an outcome or a reason that has no words. */
export const writeIdentityDecided: WriteToPlayer = async ({ context }, { language, addressName }) => {
  const contact = supportAddress(regionSettings().mailDomain);
  if (context['outcome'] === 'approve') return identityApproved(language, { addressName, contact });
  const { reasonText, reviewReasons } = await import('#domain/kyc/review-reason.ts');
  const code = reviewReasons.find((known) => known === context['reason']);
  if (code === undefined) throw new Error('A decision about identity without a known reason');
  const reason = reasonText(code, language);
  if (context['outcome'] === 'ask-again') return identityAskedAgain(language, { addressName, reason });
  if (context['outcome'] === 'refuse') return identityRefused(language, { addressName, reason, contact });
  throw new Error('A decision about identity without a known outcome');
};
