import { greeting } from '../greeting.ts';
import type { MailLanguage } from '../language.ts';
import { paragraph, writeLetter, type Letter, type Wording } from '../letter.ts';

/** What the letter needs. */
export interface NewDeviceLogin {
  addressName?: string;
  /** Kind, browser and system in words. */
  device: string;
  /** City and country in words. */
  place: string;
  /** When it was, in the reader's zone. */
  loggedInAt: string;
  /** When it was, in UTC. */
  loggedInAtUtc: string;
  /** `<webOrigin>/login-denial#<token>`: the token is in the fragment, which never reaches a server. */
  link: string;
  /** When the link stops working, written for the reader. */
  endsAt: string;
  /** Address of the support team. */
  contact: string;
}

const wording: Wording<NewDeviceLogin> = {
  en: ({ addressName, device, place, loggedInAt, loggedInAtUtc, link, endsAt, contact }) => ({
    subject: 'A new device signed in to your sesetoro account',
    parts: [
      greeting('en', addressName),
      paragraph('Your account was signed in to from a device that we did not know.'),
      {
        kind: 'facts',
        rows: [
          { label: 'Device', value: device },
          { label: 'Place (estimated from the network)', value: place },
          { label: 'Your time', value: loggedInAt },
          { label: 'UTC', value: loggedInAtUtc },
        ],
      },
      paragraph('If it was you, you need not do anything.'),
      paragraph(
        'If it was not you, open this link. It signs out every device, has us forget all of them, and stops withdrawals until you have chosen a new password.',
      ),
      { kind: 'link', label: 'This was not me', href: link },
      paragraph(`The link works once and until ${endsAt}. If you need help, write to ${contact}.`),
    ],
  }),
  id: ({ addressName, device, place, loggedInAt, loggedInAtUtc, link, endsAt, contact }) => ({
    subject: 'Perangkat baru masuk ke akun sesetoro Anda',
    parts: [
      greeting('id', addressName),
      paragraph('Ada yang masuk ke akun Anda dari perangkat yang belum kami kenal.'),
      {
        kind: 'facts',
        rows: [
          { label: 'Perangkat', value: device },
          { label: 'Tempat (perkiraan dari jaringan)', value: place },
          { label: 'Waktu Anda', value: loggedInAt },
          { label: 'Waktu UTC', value: loggedInAtUtc },
        ],
      },
      paragraph('Jika itu Anda, tidak ada yang perlu dilakukan.'),
      paragraph(
        'Jika itu bukan Anda, buka tautan berikut. Semua perangkat akan dikeluarkan dan dilupakan, dan penarikan dihentikan sampai Anda memilih kata sandi baru.',
      ),
      { kind: 'link', label: 'Ini bukan saya', href: link },
      paragraph(
        `Tautan ini hanya dapat dipakai satu kali dan berlaku sampai ${endsAt}. Jika perlu bantuan, tulislah kepada kami di ${contact}.`,
      ),
    ],
  }),
};

/** Says that an unknown device logged in, with the link that denies it (C37). */
export const newDeviceLogin = (language: MailLanguage, input: NewDeviceLogin): Letter =>
  writeLetter(wording, language, input);
