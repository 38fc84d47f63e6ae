import type { Home } from '#catalogue/homes.ts';
import type { Words } from '#catalogue/words.ts';

/** How the records of one person are found in a place. */
export type Reach =
  /** The person is the partition, or the partition begins with a word and ends with the person. */
  | { kind: 'partition'; prefix?: string }
  /** The partition is the person's wallet. */
  | { kind: 'wallet' }
  /** An index has the person as its partition; where it is sorted by time, what came after the beginning is left out. */
  | {
      kind: 'index';
      index: 'by-subject' | 'by-player';
      partition: 'subjectId' | 'playerId';
      sort: string;
      isTime: boolean;
    }
  /** Objects below the person's prefix. */
  | { kind: 'objects' };

interface SourceDeclaration {
  home: Home;
  title: Words;
  reach: Reach;
}

const bySubject = (sort: string) =>
  ({ kind: 'index', index: 'by-subject', partition: 'subjectId', sort, isTime: true }) as const;

/** Every place whose records a copy holds, in the order in which they are collected. */
export const exportSources = {
  account: {
    home: 'players',
    title: { en: 'Your account', id: 'Akun Anda' },
    reach: { kind: 'partition' },
  },
  credentials: {
    home: 'credentials',
    title: { en: 'How you sign in', id: 'Cara Anda masuk' },
    reach: { kind: 'partition' },
  },
  sessions: { home: 'sessions', title: { en: 'Sessions', id: 'Sesi' }, reach: { kind: 'partition' } },
  activity: {
    home: 'activity',
    title: { en: 'Logins and devices', id: 'Riwayat masuk dan perangkat' },
    reach: { kind: 'partition' },
  },
  identity: {
    home: 'kyc',
    title: { en: 'Proof of identity', id: 'Pembuktian identitas' },
    reach: { kind: 'partition' },
  },
  consents: {
    home: 'consents',
    title: { en: 'What you agreed or objected to', id: 'Yang Anda setujui atau tolak' },
    reach: { kind: 'partition' },
  },
  requests: {
    home: 'requests',
    title: { en: 'Your requests about your data', id: 'Permintaan Anda tentang data Anda' },
    reach: { kind: 'partition' },
  },
  payments: { home: 'payments', title: { en: 'Payments', id: 'Pembayaran' }, reach: { kind: 'partition' } },
  wallet: {
    home: 'wallets',
    title: { en: 'Balance and its changes', id: 'Saldo dan perubahannya' },
    reach: { kind: 'wallet' },
  },
  messages: {
    home: 'notifications',
    title: { en: 'Messages to you', id: 'Pesan kepada Anda' },
    reach: bySubject('startedAt'),
  },
  announcements: {
    home: 'outbox',
    title: { en: 'What messages were about', id: 'Perihal pesan' },
    reach: bySubject('occurredAt'),
  },
  incidents: {
    home: 'breaches',
    title: { en: 'Incidents that concerned you', id: 'Insiden yang menyangkut Anda' },
    reach: { kind: 'index', index: 'by-player', partition: 'playerId', sort: 'listId', isTime: false },
  },
  evidence: {
    home: 'evidence',
    title: { en: 'Who did what with your data', id: 'Siapa melakukan apa dengan data Anda' },
    reach: bySubject('at'),
  },
  exports: {
    home: 'jobs',
    title: { en: 'Copies of your data', id: 'Salinan data Anda' },
    reach: { kind: 'partition', prefix: 'export#' },
  },
  documents: {
    home: 'kyc-documents',
    title: { en: 'Your documents', id: 'Dokumen Anda' },
    reach: { kind: 'objects' },
  },
} as const satisfies Record<string, SourceDeclaration>;

/** A place whose records a copy holds. */
export type ExportSource = keyof typeof exportSources;

/** All sources in the order in which they are collected. */
export const sourceNames = Object.keys(exportSources) as readonly ExportSource[];

/** The declaration of a source, with the widest types. */
export const sourceOf = (source: ExportSource): SourceDeclaration => exportSources[source];

/** Places that a copy leaves out as a whole, each with the reason that its manifest gives. */
export const excludedHomes: Readonly<Partial<Record<Home, Words>>> = {
  registrations: {
    en: 'A registration ends when the account begins: what it held is in your account.',
    id: 'Pendaftaran berakhir ketika akun dimulai: isinya ada di akun Anda.',
  },
  lookups: {
    en: 'Keyed fingerprints that only find your records; nobody can read them.',
    id: 'Sidik jari berkunci yang hanya menemukan catatan Anda; tidak seorang pun dapat membacanya.',
  },
  keys: {
    en: 'Wrapped keys are no data about you; they protect it.',
    id: 'Kunci terbungkus bukan data tentang Anda; kunci melindunginya.',
  },
  holdings: {
    en: 'It repeats since when account, identity and payments hold data of yours, which is told there.',
    id: 'Mengulang sejak kapan akun, identitas, dan pembayaran menyimpan data Anda, yang disebutkan di sana.',
  },
  limits: {
    en: 'Counts against guessing and repeated commands; gone within a day or two.',
    id: 'Hitungan terhadap tebakan dan perintah berulang; hilang dalam satu atau dua hari.',
  },
  policies: {
    en: 'Texts of the privacy notice, the same for everybody; which of them concern you is in your account.',
    id: 'Teks pemberitahuan privasi, sama untuk semua orang; yang menyangkut Anda ada di akun Anda.',
  },
  staff: { en: 'It is about members of staff, not about you.', id: 'Tentang anggota staf, bukan tentang Anda.' },
  exports: {
    en: 'It holds this copy itself, or an earlier one of the same data.',
    id: 'Berisi salinan ini sendiri, atau salinan sebelumnya dari data yang sama.',
  },
  'screening-lists': {
    en: 'The law forbids to tell whether and how somebody was compared with lists.',
    id: 'Hukum melarang memberi tahu apakah dan bagaimana seseorang dibandingkan dengan daftar.',
  },
  'bucket-access-logs': {
    en: 'Object ids that are in your other records; the log cannot be searched by person and goes after a year.',
    id: 'ID objek yang ada di catatan Anda lainnya; log tidak dapat dicari menurut orang dan hilang setelah setahun.',
  },
  'function-logs': {
    en: 'Codes and ids that are in your other records, without any value; gone after three months.',
    id: 'Kode dan ID yang ada di catatan Anda lainnya, tanpa isi; hilang setelah tiga bulan.',
  },
  'api-access-logs': {
    en: 'It names no person.',
    id: 'Tidak menyebut siapa pun.',
  },
};
