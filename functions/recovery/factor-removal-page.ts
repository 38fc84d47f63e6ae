import { linkPage } from '#functions/edge/link-page.ts';

/** The page that stops a removal of second factors. */
export const factorRemovalPage = linkPage({
  route: '/v1/factor-removal-stops',
  texts: {
    en: {
      title: 'Stop the removal of your second step',
      lead: 'Our support was asked to remove every second step of your sign-in. If it was not you who asked, press the button, and nothing is removed.',
      button: 'Stop the removal',
      done: 'The removal was stopped. Your second step stays as it is. If you still can sign in, change your password.',
      refused:
        'The link is not valid. A link works once and for 7 days, and not once it was decided. If you need help, write to our support.',
    },
    id: {
      title: 'Hentikan penghapusan langkah kedua Anda',
      lead: 'Tim dukungan kami diminta menghapus semua langkah kedua saat Anda masuk. Jika bukan Anda yang memintanya, tekan tombol ini, dan tidak ada yang dihapus.',
      button: 'Hentikan penghapusan',
      done: 'Penghapusan dihentikan. Langkah kedua Anda tidak berubah. Jika Anda masih dapat masuk, gantilah kata sandi Anda.',
      refused:
        'Tautan tidak valid. Tautan berlaku satu kali dan selama 7 hari, dan tidak lagi setelah diputuskan. Jika perlu bantuan, tulislah kepada tim dukungan kami.',
    },
  },
});
