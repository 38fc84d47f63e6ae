import { linkPage } from '#functions/edge/link-page.ts';

/** The page that gives an account back to the address before a change. */
export const reversionPage = linkPage({
  route: '/v1/email-changes/reversions',
  texts: {
    en: {
      title: 'Undo the change of your e-mail address',
      lead: 'Your account gets this address back. Everybody is signed out, the present password stops working, and withdrawals wait for 72 hours.',
      button: 'Undo the change',
      done: 'Your account has this address again. We sent you a mail with a link to a new password.',
      refused: 'The link is not valid. A link works once and for 7 days. If you need help, write to our support.',
    },
    id: {
      title: 'Batalkan perubahan alamat email Anda',
      lead: 'Akun Anda kembali memakai alamat ini. Semua perangkat dikeluarkan, kata sandi sekarang tidak berlaku lagi, dan penarikan ditahan selama 72 jam.',
      button: 'Batalkan perubahan',
      done: 'Akun Anda kembali memakai alamat ini. Kami mengirim email berisi tautan untuk kata sandi baru.',
      refused:
        'Tautan tidak valid. Tautan berlaku satu kali dan selama 7 hari. Jika perlu bantuan, tulislah kepada tim dukungan kami.',
    },
  },
});
