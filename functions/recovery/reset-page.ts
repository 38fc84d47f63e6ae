import { linkPage } from '#functions/edge/link-page.ts';

/** Asks for a code by text message, which only who has a phone as second factor gets. */
const askForCode = `
at('sms').addEventListener('click', async () => {
  at('sms').disabled = true;
  say('');
  try {
    const response = await fetch('/v1/password-resets/sms-codes', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }),
    });
    if (response.ok) at('sms').dataset.sent = 'yes';
    const slug = response.ok ? '' : String((await response.json()).type).split('/').at(-1);
    say(response.ok ? text.notes.codeSent : response.status === 429 ? text.wait : text.problems[slug] ?? text.failed);
  } catch { say(text.failed); }
  at('sms').disabled = false;
});`;

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
        'second-factor-needed':
          'Please enter a code of your authenticator app, or one of your recovery codes; or let us send you one by text message.',
        'second-factor-off': 'This account gets no codes by text message.',
      },
      labels: { passwordLabel: 'New password', codeLabel: 'Second factor', sms: 'Send me a code by text message' },
      notes: { codeSent: 'We have sent a code to your phone. It is good for 10 minutes.' },
    },
    id: {
      title: 'Pilih kata sandi baru',
      lead: 'Sedikitnya 15 karakter; satu kalimat sangat baik. Anda akan keluar dari semua perangkat, dan penarikan ditahan selama 72 jam.',
      button: 'Simpan kata sandi baru',
      done: 'Kata sandi Anda sudah diganti. Sekarang Anda dapat masuk dengan kata sandi itu.',
      refused: 'Tautan tidak valid. Tautan berlaku satu kali dan selama 15 menit; Anda dapat meminta yang baru.',
      problems: {
        'password-refused': 'Kata sandi ini terlalu pendek atau terlalu mudah ditebak. Silakan pilih yang lain.',
        'second-factor-needed':
          'Masukkan kode dari aplikasi autentikator Anda, atau salah satu kode pemulihan Anda; atau minta kami mengirim kode melalui SMS.',
        'second-factor-off': 'Akun ini tidak menerima kode melalui SMS.',
      },
      labels: { passwordLabel: 'Kata sandi baru', codeLabel: 'Faktor kedua', sms: 'Kirim kode melalui SMS' },
      notes: { codeSent: 'Kami sudah mengirim kode ke telepon Anda. Kode berlaku 10 menit.' },
    },
  },
  fields: `<label id="passwordLabel" for="password">New password</label>
<input id="password" type="password" autocomplete="new-password" required maxlength="512">
<div id="factor" hidden>
<label id="codeLabel" for="code">Second factor</label>
<input id="code" autocomplete="one-time-code" maxlength="64">
<button id="sms" type="button">Send me a code by text message</button>
</div>`,
  members: `{
  password: at('password').value,
  ...(at('factor').hidden || at('code').value === '' ? {} : { secondFactor: {
    method: !/^\\d{6}$/.test(at('code').value) ? 'recovery-code' : at('sms').dataset.sent ? 'sms' : 'totp',
    code: at('code').value,
  } }),
}`,
  opens: askForCode,
  onProblem: `if (slug === 'second-factor-needed') at('factor').hidden = false;`,
});
