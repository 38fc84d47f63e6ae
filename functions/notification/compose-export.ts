import { privacyAddress } from '#domain/notification/contact.ts';
import { exportReady } from '#domain/notification/letters/export-ready.ts';
import { dayText } from '#domain/notification/moment-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import { regionSettings } from '#stores/settings.ts';
import type { WriteToPlayer } from './compose-account.ts';

/** The mail of a copy that is ready: a way to it, and nothing of it. */
export const writeExportReady: WriteToPlayer = async ({ context }, { account, language, addressName }) => {
  const { mailDomain, webOrigin } = regionSettings();
  return exportReady(language, {
    addressName,
    link: `${webOrigin}/exports`,
    destroyAt: dayText(new Date(context['destroyAt'] ?? ''), timeZoneOf(account.jurisdiction), language),
    contact: privacyAddress(mailDomain),
  });
};
