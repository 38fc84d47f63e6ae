import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface MarketingWelcome {
  addressName?: string;
  /** Page that ends it with one press, without a login. */
  unsubscribeLink: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<MarketingWelcome> = {
  en: ({ addressName, unsubscribeLink, contact }) => ({
    subject: 'You chose to hear news and offers from sesetoro',
    parts: [
      greeting('en', addressName),
      paragraph('You agreed in the privacy centre that we send you news and offers by e-mail. This is the first one.'),
      paragraph('If it was not you, or you have changed your mind, end it here. You need not sign in.'),
      { kind: 'link', label: 'Unsubscribe', href: unsubscribeLink },
      paragraph(`Questions? Write to ${contact}.`),
    ],
  }),
  id: ({ addressName, unsubscribeLink, contact }) => ({
    subject: 'Anda memilih menerima kabar dan penawaran dari sesetoro',
    parts: [
      greeting('id', addressName),
      paragraph(
        'Anda menyetujui di pusat privasi bahwa kami mengirimkan kabar dan penawaran melalui email. Ini yang pertama.',
      ),
      paragraph('Jika itu bukan Anda, atau Anda berubah pikiran, hentikan di sini. Anda tidak perlu masuk.'),
      { kind: 'link', label: 'Berhenti berlangganan', href: unsubscribeLink },
      paragraph(`Ada pertanyaan? Tulislah kepada kami di ${contact}.`),
    ],
  }),
};

/** The first mail of whoever agreed to marketing: it says so to the owner of the address, and how to end it. */
export const marketingWelcome = (language: MailLanguage, input: MarketingWelcome): Letter =>
  writeLetter(wording, language, input);
