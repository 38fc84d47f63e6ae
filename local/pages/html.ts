const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is safe to send: made by `html`, which escapes whatever is put into it. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(render).join('');
  return String(part).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** Writes markup; every value is escaped unless it is markup itself. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: literals.map((literal, index) => literal + render(parts[index])).join('') };
}

const sections: readonly (readonly [path: string, title: string])[] = [
  ['/', 'Status'],
  ['/inbox', 'Inbox'],
  ['/reference', 'API reference'],
];

/** A page of the console. */
export function page(title: string, content: Markup): string {
  const links = sections.map(
    ([path, name]) => html`<a href="${path}" ${name === title ? { markup: 'aria-current="page"' } : ''}>${name}</a>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Local cloud</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <p>Local cloud</p>
          <nav>${links}</nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.markup;
}
