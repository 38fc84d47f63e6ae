import { adviceText, type BreachAdvice } from '../breach-advice.ts';
import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { heading, paragraph, paragraphs, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs, in the reader's language. */
export interface BreachNotice {
  addressName?: string;
  /** What occurred, as staff wrote it and another approved it. */
  whatOccurred: string;
  /** Catalogue labels of the exposed fields that this person had: never empty, or there is nothing to tell. */
  exposedFields: readonly string[];
  /** What was done, as staff wrote it and another approved it. */
  whatWasDone: string;
  /** What people can do about this breach, as staff wrote it and another approved it. */
  whatYouCanDo: string;
  /** What people can do about fields such as theirs. */
  advice: readonly BreachAdvice[];
  /** Where to ask more. */
  contact: string;
}

const words = {
  en: {
    subject: 'Important: your personal data was exposed',
    opening: 'We have to tell you that personal data of yours was exposed. We are sorry.',
    occurred: 'What occurred',
    exposed: 'What of yours was exposed',
    done: 'What we did',
    advice: 'What you can do',
    contact: 'Where to ask',
    ask: (contact: string) =>
      `Write to ${contact}. You can also complain to the data-protection authority where you live.`,
  },
  id: {
    subject: 'Penting: data pribadi Anda terungkap',
    opening: 'Dengan menyesal kami memberitahukan bahwa data pribadi Anda telah terungkap. Kami mohon maaf.',
    occurred: 'Apa yang terjadi',
    exposed: 'Data Anda yang terungkap',
    done: 'Apa yang telah kami lakukan',
    advice: 'Apa yang dapat Anda lakukan',
    contact: 'Ke mana Anda dapat bertanya',
    ask: (contact: string) =>
      `Tulislah kepada kami di ${contact}. Anda juga dapat mengadu kepada lembaga pelindungan data pribadi di tempat Anda.`,
  },
};

function noticeIn(language: MailLanguage, notice: BreachNotice): Omit<Letter, 'language'> {
  const word = words[language];
  return {
    subject: word.subject,
    parts: [
      greeting(language, notice.addressName),
      paragraph(word.opening),
      heading(word.occurred),
      ...paragraphs(notice.whatOccurred),
      heading(word.exposed),
      { kind: 'list', items: notice.exposedFields },
      heading(word.done),
      ...paragraphs(notice.whatWasDone),
      heading(word.advice),
      ...paragraphs(notice.whatYouCanDo),
      { kind: 'list', items: notice.advice.map((advice) => adviceText(advice, language)) },
      heading(word.contact),
      paragraph(word.ask(notice.contact)),
    ],
  };
}

const wording: Wording<BreachNotice> = {
  en: (notice) => noticeIn('en', notice),
  id: (notice) => noticeIn('id', notice),
};

/**
 * Tells a person that their data leaked: what occurred, what of theirs was exposed, what was done (C69-C72; GDPR
 * article 34(2); UU 27/2022 article 46). Throws when nothing of theirs was exposed: such a person is not told.
 */
export function breachNotice(language: MailLanguage, notice: BreachNotice): Letter {
  if (notice.exposedFields.length === 0) throw new Error('A breach notice names at least one exposed field');
  return writeLetter(wording, language, notice);
}
