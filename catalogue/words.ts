/** Languages in which the catalogue speaks to people: BCP 47 primary tags. */
export type CatalogueLanguage = 'en' | 'id';

/** One text in every language of the catalogue. */
export type Words = Readonly<Record<CatalogueLanguage, string>>;
