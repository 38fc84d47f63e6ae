import type { Page } from '#functions/edge/page.ts';

const style = `
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(26rem, calc(100vw - 2rem)); }
button { font: inherit; width: 100%; padding: .7rem .8rem; border-radius: .5rem; border: 0; background: #1d5c4d; color: #fff; font-weight: 600; cursor: pointer; }
button:disabled { opacity: .6; cursor: progress; }
[role=status] { min-height: 3rem; margin-top: 1rem; }
`;

/** The token stays in the fragment: it reaches neither a server log nor a referrer, and leaves the address bar at once. */
const script = `
const texts = {
  en: { title: 'Restore your old phone number',
        lead: 'Your account gets its old number back. All sessions end, and no withdrawal leaves for 72 hours.',
        button: 'Restore my old number', done: 'Done. Log in again and change your password.',
        refused: 'The link is not valid. It works once and for seven days.',
        missing: 'This page needs the link from the mail.', failed: 'That did not work. Please try again shortly.' },
  id: { title: 'Pulihkan nomor telepon lama Anda',
        lead: 'Akun Anda kembali memakai nomor lamanya. Semua sesi diakhiri, dan penarikan ditahan selama 72 jam.',
        button: 'Pulihkan nomor lama saya', done: 'Selesai. Masuklah kembali dan ganti kata sandi Anda.',
        refused: 'Tautan tidak valid. Tautan berlaku satu kali dan selama tujuh hari.',
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
at('button').textContent = text.button;
const say = (words) => { at('status').textContent = words; };
if (!token) { say(text.missing); at('button').disabled = true; }
at('button').addEventListener('click', async () => {
  at('button').disabled = true;
  say('');
  try {
    const response = await fetch('/v1/phone-changes/reversions', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }),
    });
    if (response.status === 200) { say(text.done); at('button').hidden = true; return; }
    say(response.status < 500 ? text.refused : text.failed);
  } catch { say(text.failed); }
  at('button').disabled = false;
});
`;

/** The page that restores a phone number, in English or Indonesian by the reader's browser. */
export const phoneReversionPage: Page = {
  title: 'Restore your old phone number',
  language: 'en',
  style,
  script,
  body: `<main>
<h1 id="title">Restore your old phone number</h1>
<p id="lead"></p>
<button id="button">Restore my old number</button>
<p id="status" role="status"></p>
<noscript>This page needs JavaScript. Halaman ini memerlukan JavaScript.</noscript>
</main>`,
};
