import { type ReasonLanguage, type RefusalReason, refusalText } from './refusal-reason.ts';

/** Why a reviewer refused a document or asked for it again: a closed vocabulary with words in every language we speak. */
export const reviewReasons = [
  'not-legible',
  'not-complete',
  'out-of-date',
  'another-kind',
  'name-differs',
  'birth-date-differs',
  'number-differs',
  'not-genuine',
  'not-eligible',
] as const;

/** One reason of a reviewer. */
export type ReviewReason = (typeof reviewReasons)[number];

const texts: Record<ReviewReason, Record<ReasonLanguage, string>> = {
  'not-legible': {
    en: 'Parts of the document cannot be read. Please take a new photo in good light, without flash.',
    id: 'Sebagian dokumen tidak terbaca. Silakan ambil foto baru di tempat terang, tanpa lampu kilat.',
  },
  'not-complete': {
    en: 'Parts of the document are missing. Please send a photo that shows all four corners.',
    id: 'Sebagian dokumen tidak tampak. Silakan kirim foto yang memperlihatkan keempat sudutnya.',
  },
  'out-of-date': {
    en: 'The document is no longer valid. Please send one that is.',
    id: 'Dokumen sudah tidak berlaku. Silakan kirim dokumen yang masih berlaku.',
  },
  'another-kind': {
    en: 'This is another kind of document than you chose. Please send the one that was asked for.',
    id: 'Ini bukan jenis dokumen yang Anda pilih. Silakan kirim dokumen yang diminta.',
  },
  'name-differs': {
    en: 'The name on the document is not the one of your account. Please send another document, or have your name corrected.',
    id: 'Nama pada dokumen berbeda dengan nama akun Anda. Silakan kirim dokumen lain, atau minta perbaikan nama Anda.',
  },
  'birth-date-differs': {
    en: 'The birth date on the document is not the one of your account. Please have it corrected, or send another document.',
    id: 'Tanggal lahir pada dokumen berbeda dengan yang ada di akun Anda. Silakan minta perbaikan, atau kirim dokumen lain.',
  },
  'number-differs': {
    en: 'The number on the document is not the one that you gave. Please give the number again.',
    id: 'Nomor pada dokumen berbeda dengan nomor yang Anda berikan. Silakan berikan nomornya lagi.',
  },
  'not-genuine': {
    en: 'We could not establish that the document is genuine. Please contact support.',
    id: 'Kami tidak dapat memastikan keaslian dokumen. Silakan hubungi layanan dukungan.',
  },
  'not-eligible': {
    en: 'We may not offer you an account that can play. Please contact support.',
    id: 'Kami tidak dapat menyediakan akun bermain untuk Anda. Silakan hubungi layanan dukungan.',
  },
};

const isReviewReason = (reason: string): reason is ReviewReason => Object.hasOwn(texts, reason);

/**
 * The words for a refusal, whoever refused, in the player's language; English where we do not write that language.
 * @param language a BCP 47 tag, of which only the primary part counts
 */
export function reasonText(reason: RefusalReason | ReviewReason, language: string): string {
  if (!isReviewReason(reason)) return refusalText(reason, language);
  return texts[reason][language.split('-')[0]?.toLowerCase() === 'id' ? 'id' : 'en'];
}
