import { linkPage } from '#functions/edge/link-page.ts';

/** The page that ends marketing by mail. */
export const unsubscribePage = linkPage({
  route: '/v1/unsubscribes',
  texts: {
    en: {
      title: 'No more news and offers',
      lead: 'Press the button: we send you no more news and offers by e-mail, from now on. Mail about your account and its security still comes.',
      button: 'Unsubscribe',
      done: 'Done. You can agree again at any time in the privacy centre.',
      refused: 'The link is not complete. Please open it from the mail.',
    },
    id: {
      title: 'Tanpa kabar dan penawaran lagi',
      lead: 'Tekan tombol ini: mulai sekarang kami tidak lagi mengirimkan kabar dan penawaran melalui email. Email tentang akun dan keamanannya tetap dikirim.',
      button: 'Berhenti berlangganan',
      done: 'Selesai. Anda dapat menyetujuinya lagi kapan saja di pusat privasi.',
      refused: 'Tautan tidak lengkap. Silakan buka dari email.',
    },
  },
});
