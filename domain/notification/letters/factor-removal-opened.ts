import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface FactorRemovalOpened {
  addressName?: string;
  /** When it was opened, written for the reader. */
  openedAt: string;
  /** Before when nothing happens, written for the reader. */
  earliestAt: string;
  /** `<webOrigin>/factor-removal-stop#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<FactorRemovalOpened> = {
  en: ({ addressName, openedAt, earliestAt, link, endsAt, contact }) => ({
    subject: 'Somebody asked us to remove the second step of your sesetoro sign-in',
    parts: [
      greeting('en', addressName),
      paragraph(
        `On ${openedAt} our support was asked to remove every second step of your sesetoro sign-in, because it was lost. A second person of our team checks this. Nothing is removed before ${earliestAt}.`,
      ),
      paragraph('If you asked for it, you need not do anything.'),
      paragraph(
        'If you did not ask for it, open this link and stop it. Somebody is trying to get into your account and may know your password: change it where you are still signed in.',
      ),
      { kind: 'link', label: 'Stop the removal', href: link },
      paragraph(`The link works once and until ${endsAt}. If you need help, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, openedAt, earliestAt, link, endsAt, contact }) => ({
    subject: 'Ada permintaan untuk menghapus langkah kedua akun sesetoro Anda',
    parts: [
      greeting('id', addressName),
      paragraph(
        `Pada ${openedAt} tim dukungan kami diminta menghapus semua langkah kedua saat masuk ke akun sesetoro Anda karena hilang. Orang kedua dari tim kami akan memeriksanya. Tidak ada yang dihapus sebelum ${earliestAt}.`,
      ),
      paragraph('Jika Anda yang memintanya, Anda tidak perlu melakukan apa pun.'),
      paragraph(
        'Jika bukan Anda yang memintanya, buka tautan berikut dan hentikan. Ada yang mencoba masuk ke akun Anda dan mungkin mengetahui kata sandi Anda: gantilah di perangkat yang masih masuk.',
      ),
      { kind: 'link', label: 'Hentikan penghapusan', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}. Jika perlu bantuan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that staff opened a removal of every second factor, and how to stop it. */
export const factorRemovalOpened = (language: MailLanguage, input: FactorRemovalOpened): Letter =>
  writeLetter(wording, language, input);
