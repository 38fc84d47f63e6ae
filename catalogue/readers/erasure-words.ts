import type { Words } from '../words.ts';

/** Why something is kept, and how it loses its person, in Indonesian, by the words of the declaration. */
const indonesian: Readonly<Record<string, string>> = {
  'We must be able to tell you of a breach of what we still keep (UU 27/2022 art. 46; GDPR art. 34).':
    'Kami harus dapat memberi tahu Anda bila data yang masih kami simpan bocor (UU 27/2022 pasal 46; GDPR pasal 34).',
  'It stands in the mails that we still owe you (UU 27/2022 art. 46; GDPR art. 34).':
    'Dipakai dalam email yang masih wajib kami kirim kepada Anda (UU 27/2022 pasal 46; GDPR pasal 34).',
  'It says how long the law makes us keep the rest.': 'Menentukan berapa lama hukum mewajibkan kami menyimpan sisanya.',
  'The mails that we still owe you are written in it.':
    'Email yang masih wajib kami kirim kepada Anda ditulis dalam bahasa ini.',
  'It proves what you were told (GDPR art. 5(2); UU 27/2022 art. 24).':
    'Membuktikan apa yang telah diberitahukan kepada Anda (GDPR pasal 5(2); UU 27/2022 pasal 24).',
  'Consent must be provable (UU 27/2022 art. 24; GDPR art. 7(1)).':
    'Persetujuan harus dapat dibuktikan (UU 27/2022 pasal 24; GDPR pasal 7(1)).',
  'It proves what you were told and agreed to (UU 27/2022 art. 24; GDPR arts 5(2) and 7(1)).':
    'Membuktikan apa yang telah diberitahukan kepada Anda dan Anda setujui (UU 27/2022 pasal 24; GDPR pasal 5(2) dan 7(1)).',
  'It dates the records that the law makes us keep.': 'Menunjukkan waktu catatan yang wajib kami simpan menurut hukum.',
  'A closed account must stay closed while its records are kept.':
    'Akun yang sudah ditutup harus tetap tertutup selama catatannya disimpan.',
  'It proves that a closure was honoured in time.': 'Membuktikan bahwa penutupan dilaksanakan tepat waktu.',
  'Retention is counted from it.': 'Masa penyimpanan dihitung sejak saat ini.',
  'Anti-money-laundering law makes us keep due-diligence records.':
    'Undang-undang anti-pencucian uang mewajibkan kami menyimpan catatan uji tuntas.',
  'Financial records are kept for the years that the law demands (C49, C50).':
    'Catatan keuangan disimpan selama jumlah tahun yang diwajibkan hukum (C49, C50).',
  'Breaches are documented for the regulator (GDPR art. 33(5); UU 27/2022 art. 46).':
    'Kebocoran data didokumentasikan untuk regulator (GDPR pasal 33(5); UU 27/2022 pasal 46).',
  'A restored backup must not bring you back.': 'Cadangan yang dipulihkan tidak boleh memunculkan kembali data Anda.',
  'once every key of the person is gone, the id points at nothing readable':
    'setelah semua kunci orang itu dihapus, nomor ini tidak menunjuk pada data yang dapat dibaca',
  'the row names an id whose person can no longer be found':
    'catatan itu menyebut nomor yang pemiliknya tidak dapat ditemukan lagi',
  'the link from person to wallet is deleted; the entries stay and name nobody':
    'hubungan antara orang dan dompet dihapus; catatannya tetap ada dan tidak menyebut siapa pun',
  'the wallet is no longer linked to a person': 'dompet itu tidak lagi terhubung dengan siapa pun',
  'entries are never deleted; the wallet is no longer linked to a person':
    'catatan tidak pernah dihapus; dompetnya tidak lagi terhubung dengan siapa pun',
};

/** A ground or a way of a declaration in both languages. Throws an Error where nobody has put it into Indonesian. */
export function erasureWords(english: string): Words {
  const translated = indonesian[english];
  if (translated === undefined) throw new Error(`No Indonesian words for: ${english}`);
  return { en: english, id: translated };
}
