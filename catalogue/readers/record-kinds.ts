import type { OnErasure } from '../field.ts';
import { catalogue, playerFieldNames, type FieldName } from '../index.ts';
import { lawfulGrounds, purposes, type LawfulGround } from '../purposes.ts';
import type { RetentionClass } from '../retention.ts';
import type { Words } from '../words.ts';
import { erasureWords } from './erasure-words.ts';

/** Classes in which an open account has records: what ended with its registration, and staff, are not among them. */
export type RecordClass = Exclude<RetentionClass, 'registration' | 'employment'>;

/** Records of one retention class that one thing happens to when the account is closed, for one reason. */
export interface RecordKind {
  retention: RecordClass;
  action: OnErasure['action'];
  /** What it is called. */
  title: Words;
  /** What is in it, field by field. */
  what: readonly Words[];
  /** Why it outlives the account, where it does; how it loses its person, where it stays without. */
  because: Words | null;
  /** What it is used for, each with its lawful ground. */
  uses: readonly { purpose: Words; ground: Words }[];
}

const titles: Readonly<Record<RecordClass, Words>> = {
  identity: { en: 'Who you are and how you sign in', id: 'Identitas Anda dan cara Anda masuk' },
  activity: { en: 'What you do in your account', id: 'Aktivitas Anda di akun' },
  support: { en: 'Your messages to support', id: 'Pesan Anda kepada layanan dukungan' },
  contact: {
    en: 'How we reach you, and the state of your account',
    id: 'Cara kami menghubungi Anda, dan status akun Anda',
  },
  kyc: { en: 'Your identity check', id: 'Pemeriksaan identitas Anda' },
  financial: { en: 'Your payments and balance', id: 'Pembayaran dan saldo Anda' },
  recovery: { en: 'Changes and recovery of your account', id: 'Perubahan dan pemulihan akun Anda' },
  session: { en: 'Your sessions', id: 'Sesi Anda' },
  login: { en: 'Your logins and devices', id: 'Riwayat masuk dan perangkat Anda' },
  'login-address': { en: 'From which network you logged in', id: 'Jaringan yang Anda pakai untuk masuk' },
  attempt: { en: 'Attempts and codes', id: 'Percobaan dan kode' },
  command: { en: 'Counts and fingerprints of requests', id: 'Hitungan dan sidik permintaan' },
  message: { en: 'That messages were sent to you', id: 'Catatan pesan yang dikirim kepada Anda' },
  'unmatched-payment': {
    en: 'Payments that matched no deposit',
    id: 'Pembayaran yang tidak cocok dengan setoran apa pun',
  },
  'export-record': { en: 'Copies of your data that you asked for', id: 'Salinan data yang Anda minta' },
  'export-package': { en: 'A copy of your data itself', id: 'Salinan data Anda itu sendiri' },
  evidence: { en: 'Who did what in your account', id: 'Siapa melakukan apa di akun Anda' },
  'breach-record': { en: 'What you were told of a breach', id: 'Pemberitahuan kebocoran data kepada Anda' },
};

const isRecordClass = (name: RetentionClass): name is RecordClass => Object.hasOwn(titles, name);

/** What lies in the list of fraudsters alone is about other people. */
const isOfPlayer = (field: FieldName) => Object.keys(catalogue[field].homes).some((home) => home !== 'screening-lists');

const reasonOf = (onErasure: OnErasure): string | null => {
  if (onErasure.action === 'delete') return null;
  return onErasure.action === 'keep' ? onErasure.ground : onErasure.how;
};

interface Gathered {
  kind: Omit<RecordKind, 'what' | 'uses'>;
  /** By the label in English: several fields may be called the same. */
  what: Map<string, Words>;
  /** By purpose. */
  uses: Map<string, RecordKind['uses'][number]>;
}

function useOf(name: string, ground: LawfulGround): RecordKind['uses'][number] {
  const found = Object.entries(purposes).find(([purpose]) => purpose === name);
  if (found === undefined) throw new Error(`The purpose ${name} is not declared`);
  return { purpose: found[1].label, ground: lawfulGrounds[ground] };
}

/** Every kind of record that the catalogue declares about players: each field is in exactly one. */
export function recordKindsOf(fields: readonly FieldName[]): RecordKind[] {
  const kinds = new Map<string, Gathered>();
  for (const field of fields.filter(isOfPlayer)) {
    const { retention, onErasure, label, ...declaration } = catalogue[field];
    if (!isRecordClass(retention)) continue;
    const reason = reasonOf(onErasure);
    const name = [retention, onErasure.action, reason].join('#');
    const because = reason === null ? null : erasureWords(reason);
    const kind = { retention, action: onErasure.action, title: titles[retention], because };
    const entry: Gathered = kinds.get(name) ?? { kind, what: new Map(), uses: new Map() };
    entry.what.set(label.en, label);
    for (const [purpose, ground] of Object.entries(declaration.purposes))
      entry.uses.set(purpose, useOf(purpose, ground));
    kinds.set(name, entry);
  }
  return [...kinds.values()].map(({ kind, what, uses }) => ({
    ...kind,
    what: [...what.values()],
    uses: [...uses.values()],
  }));
}

/** The kinds of all fields about players. */
export const playerRecordKinds = (): RecordKind[] => recordKindsOf(playerFieldNames);
