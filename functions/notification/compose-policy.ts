import { privacyAddress } from '#domain/notification/contact.ts';
import { policyChanged } from '#domain/notification/letters/policy-changed.ts';
import { dayText } from '#domain/notification/moment-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import type { PublishedVersions } from '#stores/policies/published.ts';
import { regionSettings } from '#stores/settings.ts';
import type { WriteToPlayer } from './compose-account.ts';

/** The mail of a material change of the policy (C88): what changes, from when, and whether consent is asked for (C89). */
export function writePolicyChanged(published: Pick<PublishedVersions, 'read'>): WriteToPlayer {
  return async ({ recordId }, { account, language, addressName }) => {
    const version = Number(recordId);
    const { effectiveFrom, changeLines, summary } = await published.read(version);
    return policyChanged(language, {
      addressName,
      effectiveFrom: dayText(new Date(effectiveFrom), timeZoneOf(account.jurisdiction), language),
      changes: changeLines[language],
      summary: summary[language],
      asksConsent: account.policyConsentDue === version,
      contact: privacyAddress(regionSettings().mailDomain),
    });
  };
}
