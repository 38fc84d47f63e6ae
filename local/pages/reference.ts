import { isRecord, optionalTextAt, recordAt, recordsAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';
import { html, page } from './html.ts';
import type { Markup } from './html.ts';
import { dereference, schemaOutline } from './schema-outline.ts';

const methods: readonly string[] = ['get', 'post', 'put', 'patch', 'delete'];

function examplesOf(document: Properties, media: Properties): Markup[] {
  const named = Object.values(recordAt(media, 'examples')).map((example) => dereference(document, example)['value']);
  const all = [media['example'], ...named].filter((example) => example !== undefined);
  return all.map((example) => html`<pre>${JSON.stringify(example, null, 2)}</pre>`);
}

function contentOf(document: Properties, holder: Properties): Markup[] {
  return Object.entries(recordAt(holder, 'content')).map(([type, value]) => {
    const media = isRecord(value) ? value : {};
    const schema = media['schema'] === undefined ? '' : schemaOutline(document, media['schema']);
    return html`<p><code>${type}</code> ${schema}</p>
      ${examplesOf(document, media)}`;
  });
}

function parametersOf(document: Properties, operation: Properties): Markup | string {
  const parameters = recordsAt(operation, 'parameters').map((each) => dereference(document, each));
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (each) =>
      html`<li>
        <code>${optionalTextAt(each, 'name') ?? ''}</code>
        <span class="quiet">in ${optionalTextAt(each, 'in') ?? ''}</span>
        ${schemaOutline(document, each['schema'])} ${optionalTextAt(each, 'description') ?? ''}
      </li>`,
  );
  return html`<h3>Parameters</h3>
    <ul>
      ${rows}
    </ul>`;
}

function responsesOf(document: Properties, operation: Properties): Markup[] {
  return Object.entries(recordAt(operation, 'responses')).map(([status, value]) => {
    const response = dereference(document, value);
    return html`<h3>${status} <span class="quiet">${optionalTextAt(response, 'description') ?? ''}</span></h3>
      ${contentOf(document, response)}`;
  });
}

function operationMarkup(document: Properties, name: { method: string; path: string }, operation: Properties): Markup {
  const body = dereference(document, operation['requestBody']);
  const content = contentOf(document, body);
  return html`<details>
    <summary>
      <span class="method">${name.method.toUpperCase()}</span>
      <code>${name.path}</code> ${optionalTextAt(operation, 'summary') ?? ''}
    </summary>
    <p>${optionalTextAt(operation, 'description') ?? ''}</p>
    ${parametersOf(document, operation)}
    ${
      content.length > 0
        ? html`<h3>Body</h3>
            ${content}`
        : ''
    }
    ${responsesOf(document, operation)}
  </details>`;
}

/** The API reference, from an OpenAPI document; undefined says that the API does not serve one. */
export function referencePage(document: Properties | undefined): string {
  if (document === undefined) {
    return page('API reference', html`<p class="bad">The API does not serve <code>/v1/openapi.json</code>.</p>`);
  }
  const operations = Object.entries(recordAt(document, 'paths')).flatMap(([path, item]) =>
    Object.entries(isRecord(item) ? item : {}).flatMap(([method, operation]) =>
      methods.includes(method) && isRecord(operation) ? [operationMarkup(document, { method, path }, operation)] : [],
    ),
  );
  const about = recordAt(document, 'info');
  return page(
    'API reference',
    html`<p>
        ${optionalTextAt(about, 'title') ?? ''} <span class="quiet">${optionalTextAt(about, 'version') ?? ''}</span>
      </p>
      <p>${optionalTextAt(about, 'description') ?? ''}</p>
      ${operations}`,
  );
}

/** Asks the API for its OpenAPI document. */
export async function fetchDocument(apiAddress: string): Promise<Properties | undefined> {
  try {
    const response = await fetch(`${apiAddress}/v1/openapi.json`);
    const document: unknown = response.ok ? await response.json() : undefined;
    return isRecord(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
