import type { FieldName } from '#catalogue/index.ts';
import { fieldWords } from '#catalogue/readers/words.table.ts';
import { adviceFor } from '#domain/notification/breach-advice.ts';
import { privacyAddress } from '#domain/notification/contact.ts';
import { breachNotice } from '#domain/notification/letters/breach-notice.ts';
import type { BreachNotices } from '#stores/breach-notices.ts';
import { regionSettings } from '#stores/settings.ts';
import type { WriteToPlayer } from './compose-account.ts';

const hasWords = (text: string): text is FieldName => Object.hasOwn(fieldWords, text);

/** The mail of a breach: the approved words and the exposed fields that this person had, and no others. */
export function writeBreachNotice(breachNotices: BreachNotices): WriteToPlayer {
  return async ({ subjectId, recordId }, { language, addressName }) => {
    const notice = recordId === undefined ? undefined : await breachNotices.find(recordId, subjectId);
    const exposed = notice?.exposedFields.filter(hasWords) ?? [];
    if (notice === undefined || exposed.length === 0) return undefined;
    return breachNotice(language, {
      addressName,
      ...notice.texts[language],
      exposedFields: exposed.map((field) => fieldWords[field].label[language]),
      advice: adviceFor(exposed),
      contact: privacyAddress(regionSettings().mailDomain),
    });
  };
}
