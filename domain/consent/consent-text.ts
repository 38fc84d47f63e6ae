/** Uses of personal data that rest on a consent given here. Closed: what is not here is not done on consent. */
export const consentPurposes = ['marketing'] as const;

/** A use that rests on consent. */
export type ConsentPurpose = (typeof consentPurposes)[number];

/** Languages in which consent is asked for. */
export type ConsentLanguage = 'en' | 'id';

/** One wording of a question, as it was shown. It never changes: other words are another version. */
export interface ConsentText {
  purpose: ConsentPurpose;
  /** Counts up from 1. */
  version: number;
  language: ConsentLanguage;
  /** Exactly what the player reads before agreeing. */
  text: string;
}

const wordings: Readonly<Record<ConsentPurpose, readonly Readonly<Record<ConsentLanguage, string>>[]>> = {
  marketing: [
    {
      en:
        'I agree that sesetoro uses my name and my contact data to send me news and offers over the channels that I ' +
        'choose. This is voluntary: my account works the same without it. I can withdraw at any time, as easily as I ' +
        'agreed, in the privacy centre; what was sent before stays lawful.',
      id:
        'Saya setuju sesetoro menggunakan nama dan data kontak saya untuk mengirimkan kabar dan penawaran melalui ' +
        'saluran yang saya pilih. Persetujuan ini sukarela: akun saya tetap berfungsi sama tanpanya. Saya dapat ' +
        'menariknya kapan saja, semudah saat saya menyetujuinya, di pusat privasi; yang telah dikirim sebelumnya ' +
        'tetap sah.',
    },
  ],
};

/** Every wording that was ever shown for a purpose, oldest first: old ones stay, since consents are bound to them. */
export function consentTextsOf(purpose: ConsentPurpose): readonly ConsentText[] {
  return wordings[purpose].flatMap(({ en, id }, position) => {
    const common = { purpose, version: position + 1 };
    return [
      { ...common, language: 'en' as const, text: en },
      { ...common, language: 'id' as const, text: id },
    ];
  });
}

/** The wording that is shown now (GDPR art. 7(2); UU 27/2022 art. 22(4)). */
export function currentTextOf(purpose: ConsentPurpose, language: ConsentLanguage): ConsentText {
  const text = consentTextsOf(purpose).findLast((each) => each.language === language);
  if (text === undefined) throw new Error('A purpose without a text');
  return text;
}
