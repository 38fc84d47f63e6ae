import { privacyAddress, supportAddress } from '#domain/notification/contact.ts';
import { keptRecords } from '#domain/notification/kept-classes.ts';
import { accountClosed } from '#domain/notification/letters/account-closed.ts';
import { accountClosing } from '#domain/notification/letters/account-closing.ts';
import { closureUndone } from '#domain/notification/letters/closure-undone.ts';
import { dayText, momentText } from '#domain/notification/moment-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import { regionSettings } from '#stores/settings.ts';
import type { WriteToPlayer } from './compose-account.ts';

/** Where closing follows asking at once, one mail says both: the later one. */
const noticeableMilliseconds = 3_600_000;

/** The mail of a closure that was asked for, where there is time until it happens. */
export const writeAccountClosing: WriteToPlayer = async ({ occurredAt }, { account, language, addressName }) => {
  const { state, closesAt, jurisdiction } = account;
  if (state !== 'closing' || closesAt === undefined) return undefined;
  if (Date.parse(closesAt) - Date.parse(occurredAt) < noticeableMilliseconds) return undefined;
  return accountClosing(language, {
    addressName,
    closesAt: momentText(new Date(closesAt), timeZoneOf(jurisdiction), language),
    contact: supportAddress(regionSettings().mailDomain),
  });
};

/** The mail of a closure that was undone; nothing is said where another was asked for since. */
export const writeClosureUndone: WriteToPlayer = async (_event, { account, language, addressName }) => {
  if (account.state !== 'open') return undefined;
  return closureUndone(language, { addressName, contact: supportAddress(regionSettings().mailDomain) });
};

/** The mail of a closed account: what is kept is read from the keys that still have an end before them. */
export function writeAccountClosed(keys: Pick<SubjectKeys, 'listOf'>): WriteToPlayer {
  return async ({ subjectId }, { account, language, addressName }, now) => {
    if (account.closedAt === undefined) return undefined;
    const timeZone = timeZoneOf(account.jurisdiction);
    return accountClosed(language, {
      addressName,
      closedAt: dayText(new Date(account.closedAt), timeZone, language),
      kept: keptRecords(await keys.listOf(subjectId), { timeZone, language, now }),
      contact: privacyAddress(regionSettings().mailDomain),
    });
  };
}
