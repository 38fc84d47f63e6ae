import { catalogue, playerFieldNames, type FieldName } from '../index.ts';
import { transferMechanismOf, type Jurisdiction } from '../jurisdictions/index.ts';
import { categories, lawfulGrounds, purposes } from '../purposes.ts';
import { processors } from '../processors.ts';
import { retentionClasses } from '../retention.ts';
import type { CatalogueLanguage } from '../words.ts';

/** One kind of data in the notice: what, why and on what ground, how long. */
export interface NoticeItem {
  field: string;
  what: string;
  category: string;
  why: { purpose: string; ground: string }[];
  howLong: string;
}

/** The privacy notice of one jurisdiction in one language, as it is shown before an account is opened (C1, C8, C56). */
export interface Notice {
  jurisdiction: string;
  language: CatalogueLanguage;
  region: string;
  introduction: string;
  items: NoticeItem[];
  processors: { name: string; purpose: string }[];
  rights: string[];
  transfer: { storedIn: string; mechanism: 'none' | 'adequacy' | 'safeguards' | 'consent' | 'unsettled'; text: string };
  regulator: { name: string; website: string };
  contact: string;
}

const texts = {
  en: {
    introduction:
      'This notice lists every item of personal data that we hold, why we hold it and how long. Sensitive items are encrypted for each person separately; nothing is sold.',
    rights: [
      'You can see what you gave at any time and ask for a copy of everything.',
      'You can have wrong data corrected.',
      'You can close your account; what the law does not demand is then erased at once.',
      'You can object to uses such as marketing. We send none unless you opt in.',
    ],
    none: 'Your data is stored in your own country.',
    adequacy: 'Your data is stored outside your country, where the law recognises equal protection.',
    safeguards: 'Your data is stored outside your country, under binding safeguards.',
    consent:
      'Your data is stored outside your country. We ask for your explicit consent to this transfer, apart from everything else; without it no account is opened.',
    unsettled: 'No account can be opened here: the transfer of your data is not settled.',
    contact: 'Questions go to support, which you reach from the app and the website.',
  },
  id: {
    introduction:
      'Pemberitahuan ini memuat setiap data pribadi yang kami simpan, alasannya dan berapa lama. Data sensitif dienkripsi terpisah untuk setiap orang; tidak ada yang dijual.',
    rights: [
      'Anda dapat melihat data yang Anda berikan kapan saja dan meminta salinan semuanya.',
      'Anda dapat meminta perbaikan data yang salah.',
      'Anda dapat menutup akun; data yang tidak diwajibkan hukum langsung dihapus.',
      'Anda dapat menolak penggunaan seperti pemasaran. Kami tidak mengirimnya tanpa persetujuan Anda.',
    ],
    none: 'Data Anda disimpan di negara Anda sendiri.',
    adequacy: 'Data Anda disimpan di luar negara Anda, di tempat yang hukumnya diakui setara.',
    safeguards: 'Data Anda disimpan di luar negara Anda dengan perlindungan yang mengikat.',
    consent:
      'Data Anda disimpan di luar negara Anda. Kami meminta persetujuan tegas Anda untuk transfer ini, terpisah dari hal lain; tanpanya akun tidak dibuka.',
    unsettled: 'Akun tidak dapat dibuka di sini: dasar transfer data Anda belum jelas.',
    contact: 'Pertanyaan dapat diajukan ke layanan dukungan melalui aplikasi dan situs web.',
  },
} as const;

/** Builds the notice from the catalogue: a field that is declared is in it, and nothing else is. */
export function noticeFor(jurisdiction: Jurisdiction, language: CatalogueLanguage, region: string): Notice {
  const words = texts[language];
  const mechanism = transferMechanismOf(jurisdiction, region) ?? 'unsettled';
  return {
    jurisdiction: jurisdiction.code,
    language,
    region,
    introduction: words.introduction,
    items: playerFieldNames.map((field) => noticeItem(field, language)),
    processors: Object.values(processors).map(({ label, purpose }) => ({
      name: label[language],
      purpose: purpose[language],
    })),
    rights: [...words.rights],
    transfer: { storedIn: region, mechanism, text: words[mechanism] },
    regulator: jurisdiction.regulator.value,
    contact: words.contact,
  };
}

function noticeItem(field: FieldName, language: CatalogueLanguage): NoticeItem {
  const declaration = catalogue[field];
  return {
    field,
    what: declaration.label[language],
    category: categories[declaration.category].label[language],
    why: Object.entries(declaration.purposes).map(([purpose, ground]) => ({
      purpose: purposeLabel(purpose, language),
      ground: lawfulGrounds[ground][language],
    })),
    howLong: retentionClasses[declaration.retention].label[language],
  };
}

function purposeLabel(name: string, language: CatalogueLanguage): string {
  const found = Object.entries(purposes).find(([purpose]) => purpose === name);
  if (found === undefined) throw new Error(`The purpose ${name} is not declared`);
  return found[1].label[language];
}
