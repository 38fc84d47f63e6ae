import { linkPage } from '#functions/edge/link-page.ts';

/** The page that restores a phone number. */
export const phoneReversionPage = linkPage({
  route: '/v1/phone-changes/reversions',
  texts: {
    en: {
      title: 'Restore your old phone number',
      lead: 'Your account gets its old number back. All sessions end, and no withdrawal leaves for 72 hours.',
      button: 'Restore my old number',
      done: 'Done. Log in again and change your password.',
      refused: 'The link is not valid. A link works once and for seven days.',
    },
    id: {
      title: 'Pulihkan nomor telepon lama Anda',
      lead: 'Akun Anda kembali memakai nomor lamanya. Semua sesi diakhiri, dan penarikan ditahan selama 72 jam.',
      button: 'Pulihkan nomor lama saya',
      done: 'Selesai. Masuklah kembali dan ganti kata sandi Anda.',
      refused: 'Tautan tidak valid. Tautan berlaku satu kali dan selama tujuh hari.',
    },
  },
});
