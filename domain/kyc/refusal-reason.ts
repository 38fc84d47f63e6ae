/** Why a document was refused: a closed vocabulary, so that each reason has words in every language we speak. */
export const refusalReasons = [
  'empty',
  'altered',
  'type-mismatch',
  'unsupported-type',
  'heic',
  'drawing',
  'too-many-pixels',
  'truncated',
  'unreadable',
  'script',
  'action',
  'attachment',
  'encrypted',
  'trailing-content',
  'already-sent',
  'never-arrived',
  'malware',
  'not-scannable',
] as const;

/** One reason of the closed vocabulary. */
export type RefusalReason = (typeof refusalReasons)[number];

/** Languages in which reasons are written: BCP 47 primary tags. */
export type ReasonLanguage = 'en' | 'id';

const texts: Record<RefusalReason, Record<ReasonLanguage, string>> = {
  empty: {
    en: 'The file was empty. Please choose it again, or take a new photo.',
    id: 'Berkas ini kosong. Silakan pilih lagi, atau ambil foto baru.',
  },
  altered: {
    en: 'The file that arrived is not the file that was announced. Please send it again.',
    id: 'Berkas yang kami terima bukan berkas yang diumumkan. Silakan kirim lagi.',
  },
  'type-mismatch': {
    en: 'The content of the file is of another type than its name says. Please send the original photo or PDF.',
    id: 'Isi berkas tidak sesuai dengan jenis berkasnya. Silakan kirim foto atau PDF yang asli.',
  },
  'unsupported-type': {
    en: 'We can read JPEG and PNG photos and PDF files only. Please send one of these.',
    id: 'Kami hanya dapat membaca foto JPEG dan PNG serta berkas PDF. Silakan kirim salah satunya.',
  },
  heic: {
    en: 'This photo is in the HEIC format, which we cannot read. On an iPhone choose Settings > Camera > Formats > Most Compatible and take the photo again, or send a screenshot of it.',
    id: 'Foto ini berformat HEIC yang tidak dapat kami baca. Di iPhone pilih Pengaturan > Kamera > Format > Paling Kompatibel lalu ambil foto lagi, atau kirim tangkapan layarnya.',
  },
  drawing: {
    en: 'This is a drawing (SVG), not a photo. Please send a photo of the document as JPEG or PNG.',
    id: 'Ini gambar vektor (SVG), bukan foto. Silakan kirim foto dokumen sebagai JPEG atau PNG.',
  },
  'too-many-pixels': {
    en: 'The picture is larger than 24 megapixels. Please choose a smaller size in your camera and take it again.',
    id: 'Gambar ini lebih dari 24 megapiksel. Silakan pilih ukuran lebih kecil di kamera lalu ambil lagi.',
  },
  truncated: {
    en: 'A part of the file is missing. Please send it again over a steady connection.',
    id: 'Sebagian berkas hilang. Silakan kirim lagi dengan koneksi yang stabil.',
  },
  unreadable: {
    en: 'We could not read the file: it is damaged. Please take a new photo, or save the PDF again.',
    id: 'Berkas tidak dapat kami baca karena rusak. Silakan ambil foto baru, atau simpan ulang PDF-nya.',
  },
  script: {
    en: 'The PDF contains a program, which we do not open. Please print it to a new PDF, or send a photo of it.',
    id: 'PDF ini berisi program yang tidak kami buka. Silakan cetak ke PDF baru, atau kirim fotonya.',
  },
  action: {
    en: 'The PDF starts an action when it is opened. Please print it to a new PDF, or send a photo of it.',
    id: 'PDF ini menjalankan tindakan saat dibuka. Silakan cetak ke PDF baru, atau kirim fotonya.',
  },
  attachment: {
    en: 'The PDF carries other files inside it. Please print it to a new PDF, or send a photo of it.',
    id: 'PDF ini memuat berkas lain di dalamnya. Silakan cetak ke PDF baru, atau kirim fotonya.',
  },
  encrypted: {
    en: 'The PDF is protected by a password. Please save it without a password, or send a photo of it.',
    id: 'PDF ini dilindungi kata sandi. Silakan simpan tanpa kata sandi, atau kirim fotonya.',
  },
  'trailing-content': {
    en: 'Something else is attached after the end of the PDF. Please print it to a new PDF, or send a photo of it.',
    id: 'Ada isi lain setelah akhir PDF. Silakan cetak ke PDF baru, atau kirim fotonya.',
  },
  'already-sent': {
    en: 'You have already sent this very file. You do not need to do anything more.',
    id: 'Anda sudah mengirim berkas yang sama. Anda tidak perlu melakukan apa pun lagi.',
  },
  'never-arrived': {
    en: 'No file arrived in time. Please start the upload again.',
    id: 'Tidak ada berkas yang tiba tepat waktu. Silakan mulai unggah lagi.',
  },
  malware: {
    en: 'A scanner found harmful software in the file, so we deleted it without opening it. Please check your device for viruses, then take a new photo of the document and send that.',
    id: 'Pemindai menemukan perangkat lunak berbahaya di berkas ini, jadi kami menghapusnya tanpa membukanya. Silakan periksa perangkat Anda dari virus, lalu ambil foto baru dari dokumen dan kirim foto itu.',
  },
  'not-scannable': {
    en: 'We could not check the file for harmful software, so we did not open it. If it has a password, please save it without one; otherwise take a new photo of the document and send that.',
    id: 'Berkas ini tidak dapat kami periksa dari perangkat lunak berbahaya, jadi kami tidak membukanya. Jika memakai kata sandi, silakan simpan tanpa kata sandi; jika tidak, ambil foto baru dari dokumen dan kirim foto itu.',
  },
};

/**
 * The words for a refusal, in the player's language; English where we do not write that language.
 * @param language a BCP 47 tag, of which only the primary part counts
 */
export const refusalText = (reason: RefusalReason, language: string): string =>
  texts[reason][language.split('-')[0]?.toLowerCase() === 'id' ? 'id' : 'en'];
