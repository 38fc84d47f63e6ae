import { linkPage } from '#functions/edge/link-page.ts';

/** The page that sets a new password; it asks for a second factor only when the answer says that there is one. */
export const resetPage = linkPage({
  route: '/v1/password-resets/completions',
  texts: {
    en: {
      title: 'Choose a new password',
      lead: 'At least 15 characters; a sentence works well. You will be signed out everywhere, and withdrawals wait for 72 hours.',
      button: 'Set the new password',
      done: 'Your password is changed. You can sign in with it now.',
      refused: 'The link is not valid. A link works once and for 15 minutes; you can ask for another one.',
      problems: {
        'password-refused': 'This password is too short, or too easy to guess. Please choose another one.',
        'second-factor-needed': 'Please enter a code of your authenticator app, or one of your recovery codes.',
      },
      labels: { passwordLabel: 'New password', codeLabel: 'Second factor' },
    },
    id: {
      title: 'Pilih kata sandi baru',
      lead: 'Sedikitnya 15 karakter; satu kalimat sangat baik. Anda akan keluar dari semua perangkat, dan penarikan ditahan selama 72 jam.',
      button: 'Simpan kata sandi baru',
      done: 'Kata sandi Anda sudah diganti. Sekarang Anda dapat masuk dengan kata sandi itu.',
      refused: 'Tautan tidak valid. Tautan berlaku satu kali dan selama 15 menit; Anda dapat meminta yang baru.',
      problems: {
        'password-refused': 'Kata sandi ini terlalu pendek atau terlalu mudah ditebak. Silakan pilih yang lain.',
        'second-factor-needed': 'Masukkan kode dari aplikasi autentikator Anda, atau salah satu kode pemulihan Anda.',
      },
      labels: { passwordLabel: 'Kata sandi baru', codeLabel: 'Faktor kedua' },
    },
  },
  fields: `<label id="passwordLabel" for="password">New password</label>
<input id="password" type="password" autocomplete="new-password" required maxlength="512">
<div id="factor" hidden>
<label id="codeLabel" for="code">Second factor</label>
<input id="code" autocomplete="one-time-code" maxlength="64">
</div>`,
  members: `{
  password: at('password').value,
  ...(at('factor').hidden || at('code').value === '' ? {} : { secondFactor: {
    method: /^\\d{6}$/.test(at('code').value) ? 'totp' : 'recovery-code', code: at('code').value,
  } }),
}`,
  onProblem: `if (slug === 'second-factor-needed') at('factor').hidden = false;`,
});
