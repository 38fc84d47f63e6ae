import { linkPage } from '#functions/edge/link-page.ts';

/** The page that completes a registration, in English or Indonesian by the reader's browser. */
export const verificationPage = linkPage({
  route: '/v1/players/verifications',
  texts: {
    en: {
      title: 'Complete your registration',
      lead: 'Enter the password that you chose when you registered.',
      button: 'Complete registration',
      done: 'Welcome. Your account number is ',
      refused: 'The link or the password is not valid. A link works once and for 48 hours.',
      labels: { passwordLabel: 'Password' },
    },
    id: {
      title: 'Selesaikan pendaftaran Anda',
      lead: 'Masukkan kata sandi yang Anda pilih saat mendaftar.',
      button: 'Selesaikan pendaftaran',
      done: 'Selamat datang. Nomor akun Anda ',
      refused: 'Tautan atau kata sandi tidak valid. Tautan berlaku satu kali dan selama 48 jam.',
      labels: { passwordLabel: 'Kata sandi' },
    },
  },
  fields: `<label id="passwordLabel" for="password">Password</label>
<input id="password" type="password" autocomplete="current-password" required maxlength="512">`,
  members: `{ password: at('password').value }`,
  saysDone: 'text.done + (await response.json()).accountNumber',
});
