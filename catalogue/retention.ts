import type { Words } from './words.ts';

/** What starts the clock of a retention class. */
export type Anchor =
  | 'account-closed'
  | 'registration-started'
  | 'session-begun'
  | 'command-received'
  | 'attempt-made'
  | 'payment-received'
  | 'mail-sent'
  | 'event-recorded'
  | 'breach-recorded'
  | 'staff-removed';

/** What starts the clock, in words for people. */
export const anchorWords: Readonly<Record<Anchor, Words>> = {
  'account-closed': { en: 'when your account is closed', id: 'saat akun Anda ditutup' },
  'registration-started': { en: 'when you begin to register', id: 'saat Anda mulai mendaftar' },
  'session-begun': { en: 'when you log in', id: 'saat Anda masuk' },
  'command-received': { en: 'when you ask for something', id: 'saat Anda meminta sesuatu' },
  'attempt-made': { en: 'when an attempt is made', id: 'saat percobaan dilakukan' },
  'payment-received': { en: 'when the payment arrives', id: 'saat pembayaran diterima' },
  'mail-sent': { en: 'when the message is sent', id: 'saat pesan dikirim' },
  'event-recorded': { en: 'when it is recorded', id: 'saat dicatat' },
  'breach-recorded': { en: 'when the breach is recorded', id: 'saat kebocoran data dicatat' },
  'staff-removed': { en: 'when the person leaves the staff', id: 'saat orang tersebut keluar dari staf' },
};

/**
 * How long after its anchor something is kept. `floor` and `ceiling` are the years that the jurisdiction of the person
 * sets for financial records (C49); `longest-floor` is the longest of all jurisdictions, where nobody's is known.
 */
export type Span =
  | { kind: 'nothing' }
  | { kind: 'seconds'; seconds: number }
  | { kind: 'days'; days: number }
  | { kind: 'floor' }
  | { kind: 'ceiling' }
  | { kind: 'longest-floor' }
  /** As long as the last of some classes, and never less than some days: the closing mail must still be sent. */
  | { kind: 'last-of'; classes: readonly ('kyc' | 'financial')[]; daysMin: number };

interface RetentionDeclaration {
  anchor: Anchor;
  span: Span;
  label: Words;
}

const untilClosure: Words = { en: 'until you close your account', id: 'sampai Anda menutup akun' };
const floorYears: Words = {
  en: 'for the years that the law of your jurisdiction demands after you close your account',
  id: 'selama jumlah tahun yang diwajibkan hukum di yurisdiksi Anda setelah Anda menutup akun',
};

const hourSeconds = 3600;

/**
 * Every retention class. The first six end with the key of the same name (design 4); the others end with their row.
 * Law never lengthens `floor`: data is not kept longer than it must be (C51; UK Gambling Commission, AML guidance 7.8).
 */
export const retentionClasses = {
  identity: { anchor: 'account-closed', span: { kind: 'nothing' }, label: untilClosure },
  activity: { anchor: 'account-closed', span: { kind: 'nothing' }, label: untilClosure },
  support: { anchor: 'account-closed', span: { kind: 'nothing' }, label: untilClosure },
  kyc: { anchor: 'account-closed', span: { kind: 'floor' }, label: floorYears },
  financial: { anchor: 'account-closed', span: { kind: 'floor' }, label: floorYears },
  contact: {
    anchor: 'account-closed',
    span: { kind: 'last-of', classes: ['kyc', 'financial'], daysMin: 7 },
    label: {
      en: 'until the last of your other records ends, so that we can tell you about them',
      id: 'sampai catatan Anda yang terakhir berakhir, agar kami dapat memberi tahu Anda tentangnya',
    },
  },
  registration: {
    anchor: 'registration-started',
    span: { kind: 'seconds', seconds: 48 * hourSeconds },
    label: {
      en: 'for 48 hours, unless you complete your registration',
      id: 'selama 48 jam, kecuali Anda menyelesaikan pendaftaran',
    },
  },
  recovery: {
    anchor: 'command-received',
    span: { kind: 'days', days: 8 },
    label: { en: 'for at most eight days', id: 'paling lama delapan hari' },
  },
  session: {
    anchor: 'session-begun',
    span: { kind: 'days', days: 90 },
    label: { en: 'until the session ends', id: 'sampai sesi berakhir' },
  },
  login: {
    anchor: 'session-begun',
    span: { kind: 'days', days: 400 },
    label: {
      en: 'for 400 days at most, or until you close your account',
      id: 'paling lama 400 hari, atau sampai Anda menutup akun',
    },
  },
  'login-address': {
    anchor: 'session-begun',
    span: { kind: 'days', days: 90 },
    label: {
      en: 'for 90 days at most, or until you close your account',
      id: 'paling lama 90 hari, atau sampai Anda menutup akun',
    },
  },
  attempt: {
    anchor: 'attempt-made',
    span: { kind: 'seconds', seconds: 2 * hourSeconds },
    label: { en: 'for at most two hours', id: 'paling lama dua jam' },
  },
  command: {
    anchor: 'command-received',
    span: { kind: 'days', days: 1 },
    label: { en: 'for 24 hours', id: 'selama 24 jam' },
  },
  message: {
    anchor: 'mail-sent',
    span: { kind: 'days', days: 30 },
    label: {
      en: 'for 30 days; that you were told of a breach, for five years',
      id: 'selama 30 hari; bahwa Anda diberi tahu tentang kebocoran, selama lima tahun',
    },
  },
  'export-record': {
    anchor: 'command-received',
    span: { kind: 'days', days: 366 },
    label: { en: 'for a year', id: 'selama satu tahun' },
  },
  'export-package': {
    anchor: 'command-received',
    span: { kind: 'days', days: 8 },
    label: { en: 'for seven days after it is ready', id: 'selama tujuh hari setelah siap' },
  },
  'unmatched-payment': {
    anchor: 'payment-received',
    span: { kind: 'longest-floor' },
    label: {
      en: 'for the longest time that any of our jurisdictions demands, unless it is matched before',
      id: 'selama jangka terlama yang diwajibkan yurisdiksi kami, kecuali dicocokkan sebelumnya',
    },
  },
  evidence: {
    anchor: 'event-recorded',
    span: { kind: 'ceiling' },
    label: {
      en: 'for the longest time that the law of your jurisdiction allows, without any value of yours',
      id: 'selama jangka terlama yang diizinkan hukum di yurisdiksi Anda, tanpa isi data Anda',
    },
  },
  'breach-record': {
    anchor: 'breach-recorded',
    span: { kind: 'ceiling' },
    label: {
      en: 'for the longest time that the law of your jurisdiction allows after the incident',
      id: 'selama jangka terlama yang diizinkan hukum di yurisdiksi Anda setelah insiden',
    },
  },
  employment: {
    anchor: 'staff-removed',
    span: { kind: 'nothing' },
    label: { en: 'until the person leaves the staff', id: 'sampai orang tersebut keluar dari staf' },
  },
} as const satisfies Record<string, RetentionDeclaration>;

/** Class of retention of a field. */
export type RetentionClass = keyof typeof retentionClasses;
