import type { MailLanguage } from './language.ts';
import type { KeptRecord } from './letters/account-closed.ts';
import { dayText } from './moment-text.ts';

/** Classes of records that can outlive an account (C49, C50). */
export type KeptClass = 'kyc' | 'financial' | 'contact';

type Wording = Readonly<Record<MailLanguage, { what: string; ground: string }>>;

const wordings: Readonly<Record<KeptClass, Wording>> = {
  financial: {
    en: {
      what: 'Records of your payments',
      ground: 'the law against money laundering and tax law ask for them',
    },
    id: {
      what: 'Catatan pembayaran Anda',
      ground: 'diwajibkan oleh undang-undang anti-pencucian uang dan perpajakan',
    },
  },
  kyc: {
    en: {
      what: 'Records of your identity check, documents included',
      ground: 'the law against money laundering asks for them',
    },
    id: {
      what: 'Catatan pemeriksaan identitas Anda, termasuk dokumennya',
      ground: 'diwajibkan oleh undang-undang anti-pencucian uang',
    },
  },
  contact: {
    en: {
      what: 'Your e-mail address and name',
      ground: 'so that we can write to you about the closure and about whatever we still keep',
    },
    id: {
      what: 'Alamat email dan nama Anda',
      ground: 'agar kami dapat memberi tahu Anda tentang penutupan akun dan data yang masih kami simpan',
    },
  },
};

/** The order in which they are told. */
const order: readonly KeptClass[] = ['financial', 'kyc', 'contact'];

/** When the key of a class ends. */
export interface ClassEnd {
  keyClass: string;
  /** Seconds since the epoch. */
  endsAtSeconds?: number | undefined;
}

/** What outlives an account, read from the keys themselves: what ends later than now, until when and on what ground. */
export function keptRecords(
  ends: readonly ClassEnd[],
  { timeZone, language, now }: { timeZone: string; language: MailLanguage; now: Date },
): KeptRecord[] {
  return order.flatMap((keyClass) => {
    const endsAtSeconds = ends.find((end) => end.keyClass === keyClass)?.endsAtSeconds;
    if (endsAtSeconds === undefined || endsAtSeconds * 1000 <= now.getTime()) return [];
    const until = dayText(new Date(endsAtSeconds * 1000), timeZone, language);
    return [{ ...wordings[keyClass][language], until }];
  });
}
