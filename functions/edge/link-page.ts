import type { Page } from './page.ts';

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

/** What a page says in one language. */
export interface LinkPageTexts {
  title: string;
  lead: string;
  button: string;
  done: string;
  refused: string;
  /** By the last segment of a problem's `type`. */
  problems?: Readonly<Record<string, string>>;
  /** Labels by the id of the element that shows them. */
  labels?: Readonly<Record<string, string>>;
  /** What else the page says, by a name of its own. */
  notes?: Readonly<Record<string, string>>;
}

/** A page behind a mailed link: it takes the token from the fragment and sends it when its button is pressed. */
export interface LinkPage {
  /** The route that takes the token, without the method. */
  route: string;
  texts: Readonly<Record<'en' | 'id', LinkPageTexts>>;
  /** Markup of the fields, without user input. */
  fields?: string;
  /** Body of an arrow function from nothing to the members sent beside the token. */
  members?: string;
  /** Expression of what to say when it is done, from `response`; the text `done` by default. */
  saysDone?: string;
  /** Statements that run once, when the page is open: with `at`, `say`, `text` and `token`. */
  opens?: string;
  /** Statements that run on the slug of a problem, in `slug`. */
  onProblem?: string;
}

const shared = {
  en: {
    wait: 'Too many attempts. Please wait a little before the next one.',
    missing: 'This page needs the link from the mail.',
    failed: 'That did not work. Please try again shortly.',
  },
  id: {
    wait: 'Terlalu banyak percobaan. Mohon tunggu sebentar sebelum mencoba lagi.',
    missing: 'Halaman ini memerlukan tautan dari email.',
    failed: 'Belum berhasil. Silakan coba lagi sebentar lagi.',
  },
} as const;

/** The token stays in the fragment: it reaches neither a server log nor a referrer, and leaves the address bar at once. */
function scriptOf({
  route,
  texts,
  members = '{}',
  saysDone = 'text.done',
  opens = '',
  onProblem = '',
}: LinkPage): string {
  const words = { en: { ...shared.en, ...texts.en }, id: { ...shared.id, ...texts.id } };
  return `
const texts = ${JSON.stringify(words)};
const language = navigator.language.startsWith('id') ? 'id' : 'en';
const text = texts[language];
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
document.documentElement.lang = language;
document.title = text.title;
const at = (id) => document.getElementById(id);
for (const id of ['title', 'lead', 'button']) at(id).textContent = text[id];
for (const [id, label] of Object.entries(text.labels ?? {})) at(id).textContent = label;
const say = (words) => { at('status').textContent = words; };
const members = () => (${members});
if (!token) { say(text.missing); at('button').disabled = true; }
${opens}
at('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  at('button').disabled = true;
  say('');
  try {
    const response = await fetch('${route}', {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...members() }),
    });
    if (response.ok) {
      say(${saysDone});
      at('form').hidden = true;
      return;
    }
    const slug = String((await response.json()).type).split('/').at(-1);
    ${onProblem}
    say(text.problems?.[slug] ?? (response.status === 429 ? text.wait : response.status < 500 ? text.refused : text.failed));
  } catch { say(text.failed); }
  at('button').disabled = false;
});
`;
}

/** Makes the page, in English or Indonesian by the reader's browser. */
export function linkPage(page: LinkPage): Page {
  const { title, button } = page.texts.en;
  return {
    title,
    language: 'en',
    style,
    script: scriptOf(page),
    body: `<main>
<h1 id="title">${title}</h1>
<p id="lead"></p>
<form id="form">
${page.fields ?? ''}
<button id="button">${button}</button>
</form>
<p id="status" role="status"></p>
<noscript>This page needs JavaScript. Halaman ini memerlukan JavaScript.</noscript>
</main>`,
  };
}
