import { linkPage } from '#functions/edge/link-page.ts';

/** The page that denies a login. */
export const denialPage = linkPage({
  route: '/v1/login-denials',
  texts: {
    en: {
      title: 'This was not me',
      lead: 'Somebody else signed in to your account? Press the button: every device is signed out and forgotten, and withdrawals stop until you have chosen a new password.',
      button: 'It was not me',
      done: 'Your account is secured. We sent you a mail with a link to a new password.',
      refused: 'The link is not valid. A link works once and for 30 days. If you need help, write to our support.',
    },
    id: {
      title: 'Ini bukan saya',
      lead: 'Orang lain masuk ke akun Anda? Tekan tombol ini: semua perangkat dikeluarkan dan dilupakan, dan penarikan dihentikan sampai Anda memilih kata sandi baru.',
      button: 'Bukan saya',
      done: 'Akun Anda sudah diamankan. Kami mengirim email berisi tautan untuk kata sandi baru.',
      refused:
        'Tautan tidak valid. Tautan berlaku satu kali dan selama 30 hari. Jika perlu bantuan, tulislah kepada tim dukungan kami.',
    },
  },
});
