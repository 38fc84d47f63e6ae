import type { Page } from '#functions/edge/page.ts';

const style = `
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(26rem, calc(100vw - 2rem)); }
label { display: block; margin: 1.2rem 0 .3rem; font-weight: 600; }
input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .7rem .8rem; border-radius: .5rem; }
input { border: 1px solid #8888; }
button { margin-top: 1rem; border: 0; background: #1d5c4d; color: #fff; font-weight: 600; cursor: pointer; }
button:disabled { opacity: .6; cursor: progress; }
[role=status] { min-height: 3rem; margin-top: 1rem; }
`;

/** The token stays in the fragment: it reaches neither a server log nor a referrer, and leaves the address bar at once. */
const script = `
const texts = {
  en: { title: 'Complete your registration', lead: 'Enter the password that you chose when you registered.',
        label: 'Password', button: 'Complete registration', done: 'Welcome. Your account number is ',
        refused: 'The link or the password is not valid. A link works once and for 48 hours.',
        wait: 'Too many attempts. Please wait a little before the next one.',
        missing: 'This page needs the link from the mail.', failed: 'That did not work. Please try again shortly.' },
  id: { title: 'Selesaikan pendaftaran Anda', lead: 'Masukkan kata sandi yang Anda pilih saat mendaftar.',
        label: 'Kata sandi', button: 'Selesaikan pendaftaran', done: 'Selamat datang. Nomor akun Anda ',
        refused: 'Tautan atau kata sandi tidak valid. Tautan berlaku satu kali dan selama 48 jam.',
        wait: 'Terlalu banyak percobaan. Mohon tunggu sebentar sebelum mencoba lagi.',
        missing: 'Halaman ini memerlukan tautan dari surel.', failed: 'Belum berhasil. Silakan coba lagi sebentar lagi.' },
};
const language = navigator.language.startsWith('id') ? 'id' : 'en';
const text = texts[language];
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
document.documentElement.lang = language;
document.title = text.title;
const at = (id) => document.getElementById(id);
at('title').textContent = text.title;
at('lead').textContent = text.lead;
at('label').textContent = text.label;
at('button').textContent = text.button;
const say = (words) => { at('status').textContent = words; };
if (!token) { say(text.missing); at('button').disabled = true; }
at('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  at('button').disabled = true;
  say('');
  try {
    const response = await fetch('/v1/players/verifications', {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, password: at('password').value }),
    });
    if (response.status === 201) {
      say(text.done + (await response.json()).accountNumber);
      at('form').hidden = true;
      return;
    }
    say(response.status === 429 ? text.wait : response.status < 500 ? text.refused : text.failed);
  } catch { say(text.failed); }
  at('button').disabled = false;
});
`;

/** The page that completes a registration, in English or Indonesian by the reader's browser. */
export const verificationPage: Page = {
  title: 'Complete your registration',
  language: 'en',
  style,
  script,
  body: `<main>
<h1 id="title">Complete your registration</h1>
<p id="lead"></p>
<form id="form">
<label id="label" for="password">Password</label>
<input id="password" type="password" autocomplete="current-password" required maxlength="512">
<button id="button">Complete registration</button>
</form>
<p id="status" role="status"></p>
<noscript>This page needs JavaScript. Halaman ini memerlukan JavaScript.</noscript>
</main>`,
};
