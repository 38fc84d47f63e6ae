/** Languages in which we write: BCP 47 primary tags. */
export const mailLanguages = ['en', 'id'] as const;

/** One language in which we write. */
export type MailLanguage = (typeof mailLanguages)[number];

/** The language to write in for a BCP 47 tag, of which only the primary part counts; English where we do not write it. */
export const mailLanguageFor = (tag: string): MailLanguage => (tag.split('-')[0]?.toLowerCase() === 'id' ? 'id' : 'en');

/** Region conventions of each language: day before month in both, and the names of months and zones. */
export const localeOf: Readonly<Record<MailLanguage, string>> = { en: 'en-GB', id: 'id-ID' };
