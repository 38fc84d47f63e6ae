import { linkPage } from '#functions/edge/link-page.ts';

/** The page that makes a new address that of the account. */
export const emailChangePage = linkPage({
  route: '/v1/email-changes/confirmations',
  texts: {
    en: {
      title: 'Confirm your new e-mail address',
      lead: 'You will be signed out everywhere, and withdrawals wait for 72 hours.',
      button: 'Use this address',
      done: 'Your e-mail address is changed. Please sign in with the new one.',
      refused:
        'The link is not valid. A link works once and for 24 hours, unless you were signed out everywhere meanwhile.',
    },
    id: {
      title: 'Konfirmasi alamat email baru Anda',
      lead: 'Anda akan keluar dari semua perangkat, dan penarikan ditahan selama 72 jam.',
      button: 'Gunakan alamat ini',
      done: 'Alamat email Anda sudah diganti. Silakan masuk dengan alamat yang baru.',
      refused:
        'Tautan tidak valid. Tautan berlaku satu kali dan selama 24 jam, kecuali semua sesi Anda sudah diakhiri.',
    },
  },
});
