import type { Words } from './words.ts';

/** A thing that personal data may be used for; `clause` is the promise of the policy that names it. */
interface PurposeDeclaration {
  label: Words;
  clause: `C${number}`;
}

/** Everything that personal data is used for. Closed: a use that is not here does not happen. */
export const purposes = {
  'operate-account': {
    label: { en: 'to run your account', id: 'untuk menjalankan akun Anda' },
    clause: 'C30',
  },
  'transaction-verification': {
    label: { en: 'to verify and book your payments', id: 'untuk memverifikasi dan membukukan pembayaran Anda' },
    clause: 'C43',
  },
  'eligibility-check': {
    label: { en: 'to check that you may hold an account', id: 'untuk memeriksa bahwa Anda berhak memiliki akun' },
    clause: 'C46',
  },
  'fraud-prevention': {
    label: { en: 'to prevent fraud', id: 'untuk mencegah penipuan' },
    clause: 'C32',
  },
  'regulatory-audit': {
    label: { en: 'to keep the records that regulators ask for', id: 'untuk menyimpan catatan yang diminta regulator' },
    clause: 'C33',
  },
  'dispute-defence': {
    label: {
      en: 'to prove transactions and settle disputes',
      id: 'untuk membuktikan transaksi dan menyelesaikan sengketa',
    },
    clause: 'C34',
  },
  'account-notices': {
    label: { en: 'to write to you about your account', id: 'untuk memberi tahu Anda tentang akun Anda' },
    clause: 'C35',
  },
  marketing: {
    label: { en: 'to send you news and offers', id: 'untuk mengirimkan kabar dan penawaran' },
    clause: 'C39',
  },
  'service-improvement': {
    label: { en: 'to improve the service', id: 'untuk meningkatkan layanan' },
    clause: 'C44',
  },
  security: {
    label: { en: 'to keep accounts secure', id: 'untuk menjaga keamanan akun' },
    clause: 'C45',
  },
  support: {
    label: { en: 'to answer your questions', id: 'untuk menjawab pertanyaan Anda' },
    clause: 'C9',
  },
  'breach-notice': {
    label: { en: 'to tell you if your data leaked', id: 'untuk memberi tahu Anda bila data Anda bocor' },
    clause: 'C69',
  },
  accountability: {
    label: { en: 'to prove that we keep our promises', id: 'untuk membuktikan bahwa kami menepati janji kami' },
    clause: 'C67',
  },
} as const satisfies Record<string, PurposeDeclaration>;

/** A use of personal data. */
export type Purpose = keyof typeof purposes;

/** Grounds on which processing may rest (GDPR article 6(1); UU 27/2022 article 20(2)), in words for people. */
export const lawfulGrounds = {
  contract: { en: 'our contract with you', id: 'perjanjian kami dengan Anda' },
  'legal-obligation': { en: 'a legal obligation', id: 'kewajiban hukum' },
  'legitimate-interest': { en: 'a legitimate interest', id: 'kepentingan yang sah' },
  consent: { en: 'your consent', id: 'persetujuan Anda' },
} as const satisfies Record<string, Words>;

/** Ground on which a purpose rests. */
export type LawfulGround = keyof typeof lawfulGrounds;

/** A category of the policy, and the only purposes that its clause allows. */
interface CategoryDeclaration {
  label: Words;
  clause: `C${number}`;
  purposes: readonly Purpose[];
}

/** The five categories of the policy (C42-C46). Accountability and disputes are allowed everywhere: law demands them. */
export const categories = {
  personal: {
    label: { en: 'Personal data', id: 'Data pribadi' },
    clause: 'C42',
    purposes: [
      'operate-account',
      'eligibility-check',
      'fraud-prevention',
      'regulatory-audit',
      'dispute-defence',
      'account-notices',
      'marketing',
      'security',
      'support',
      'breach-notice',
      'accountability',
    ],
  },
  payment: {
    label: { en: 'Payment data', id: 'Data pembayaran' },
    clause: 'C43',
    purposes: ['transaction-verification', 'regulatory-audit', 'dispute-defence', 'accountability'],
  },
  behavioural: {
    label: { en: 'Behavioural data', id: 'Data perilaku' },
    clause: 'C44',
    purposes: ['fraud-prevention', 'service-improvement', 'dispute-defence', 'accountability'],
  },
  device: {
    label: { en: 'Device data', id: 'Data perangkat' },
    clause: 'C45',
    purposes: ['security', 'support', 'accountability'],
  },
  kyc: {
    label: { en: 'KYC data', id: 'Data KYC' },
    clause: 'C46',
    purposes: ['eligibility-check', 'fraud-prevention', 'regulatory-audit', 'dispute-defence', 'accountability'],
  },
} as const satisfies Record<string, CategoryDeclaration>;

/** Category of a field. */
export type Category = keyof typeof categories;

/** Purposes that a category may serve. */
export type PurposeOf<C extends Category> = (typeof categories)[C]['purposes'][number];
