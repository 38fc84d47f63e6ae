import type { Words } from '#catalogue/words.ts';
import type { CompletionCode, DenialReason, ExtensionReason, RequestType } from './request.ts';

/** What a request asks for, as it stands in a sentence. */
export const typeWords: Readonly<Record<RequestType, Words>> = {
  access: { en: 'a copy of your data', id: 'salinan data Anda' },
  portability: { en: 'your data to take elsewhere', id: 'data Anda untuk dipindahkan' },
  correction: { en: 'a correction of your data', id: 'perbaikan data Anda' },
  deletion: { en: 'the deletion of your data', id: 'penghapusan data Anda' },
  objection: { en: 'that we stop using your data for some purposes', id: 'penghentian penggunaan data Anda' },
  restriction: { en: 'that we restrict the use of your data', id: 'pembatasan penggunaan data Anda' },
};

/** Why a request was refused, in words for the person. `other` is followed by the words of the officer. */
export const denialWords: Readonly<Record<DenialReason, Words>> = {
  'suspected-fraud': {
    en: 'We have reason to believe that the request did not come from you.',
    id: 'Kami memiliki alasan untuk menduga bahwa permintaan ini bukan berasal dari Anda.',
  },
  'insufficient-verification': {
    en: 'We could not make sure that the request came from you.',
    id: 'Kami tidak dapat memastikan bahwa permintaan ini berasal dari Anda.',
  },
  'no-match': {
    en: 'We hold no data of yours that the request could be about.',
    id: 'Kami tidak menyimpan data Anda yang dimaksud dalam permintaan ini.',
  },
  'claim-not-covered': {
    en: 'The right that the request names does not cover what it asks for.',
    id: 'Hak yang disebut dalam permintaan ini tidak mencakup hal yang diminta.',
  },
  'outside-jurisdiction': {
    en: 'The law that the request names does not apply to your account.',
    id: 'Hukum yang disebut dalam permintaan ini tidak berlaku untuk akun Anda.',
  },
  'too-many-requests': {
    en: 'You asked the same several times within a short time.',
    id: 'Anda mengajukan permintaan yang sama beberapa kali dalam waktu singkat.',
  },
  'endangers-others': {
    en: 'To do what the request asks would endanger other people or show their data.',
    id: 'Memenuhi permintaan ini akan membahayakan orang lain atau mengungkap data mereka.',
  },
  other: { en: 'The reason is explained below.', id: 'Alasannya dijelaskan di bawah ini.' },
};

/** Why a deadline was moved, in words for the person. */
export const extensionWords: Readonly<Record<ExtensionReason, Words>> = {
  'complex-request': {
    en: 'it is complex and takes longer than we expected',
    id: 'permintaan ini rumit dan memerlukan waktu lebih lama dari perkiraan',
  },
  'many-requests': {
    en: 'you made several requests that we answer together',
    id: 'Anda mengajukan beberapa permintaan yang kami jawab bersama',
  },
};

/** What was done about a request, in words for the person. */
export const completionWords: Readonly<Record<CompletionCode, Words>> = {
  'data-corrected': { en: 'We corrected your data.', id: 'Kami telah memperbaiki data Anda.' },
  'data-supplemented': { en: 'We completed your data.', id: 'Kami telah melengkapi data Anda.' },
  'data-already-right': {
    en: 'We compared your data with what you wrote: it is right already, and nothing was changed.',
    id: 'Kami membandingkan data Anda dengan yang Anda tulis: datanya sudah benar dan tidak ada yang diubah.',
  },
  'processing-stopped': {
    en: 'We stopped the use of your data that you objected to.',
    id: 'Kami telah menghentikan penggunaan data yang Anda tolak.',
  },
  'processing-never-took-place': {
    en: 'We do not use your data in the way that you objected to.',
    id: 'Kami tidak menggunakan data Anda dengan cara yang Anda tolak.',
  },
  'processing-restricted': {
    en: 'We restricted the use of your data.',
    id: 'Kami telah membatasi penggunaan data Anda.',
  },
  'processing-already-restricted': {
    en: 'The use of your data was restricted already.',
    id: 'Penggunaan data Anda sudah dibatasi sebelumnya.',
  },
};
