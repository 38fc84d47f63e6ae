import { isRecord, optionalTextAt, recordAt, recordsAt, textsAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';

const depthMax = 8;
const constraints = [
  'const',
  'enum',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'minItems',
  'maxItems',
  'default',
] as const;

/** Follows `$ref` within a document. A reference that leads nowhere yields an empty object. */
export function dereference(document: Properties, value: unknown): Properties {
  if (!isRecord(value)) return {};
  const reference = optionalTextAt(value, '$ref');
  if (reference === undefined) return value;
  let found: unknown = document;
  for (const step of reference.replace(/^#\//, '').split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isRecord(found) ? found[name] : undefined;
  }
  return isRecord(found) ? found : {};
}

function typeOf(schema: Properties): string {
  const types = textsAt(schema, 'type');
  if (types.length > 0) return types.join(' or ');
  if ('const' in schema || 'enum' in schema) return 'value';
  return ['oneOf', 'anyOf'].some((key) => key in schema) ? 'one of' : 'any';
}

function constraintsOf(schema: Properties): string {
  const said = constraints.filter((name) => schema[name] !== undefined);
  return said.map((name) => `${name} ${JSON.stringify(schema[name])}`).join(', ');
}

/** Writes a JSON schema as nested lists: name, type, rules, description. */
export function schemaOutline(document: Properties, value: unknown, depth = 0): Markup {
  const schema = dereference(document, value);
  if (depth > depthMax) return html`<span class="quiet">…</span>`;
  const inner = (each: unknown) => schemaOutline(document, each, depth + 1);
  const required = textsAt(schema, 'required');
  const members = Object.entries(recordAt(schema, 'properties')).map(
    ([name, member]) =>
      html`<li>
        <code>${name}</code>${required.includes(name) ? '' : html` <span class="quiet">optional</span>`}
        ${inner(member)}
      </li>`,
  );
  const choices = [...recordsAt(schema, 'oneOf'), ...recordsAt(schema, 'anyOf'), ...recordsAt(schema, 'allOf')];
  const items = isRecord(schema['items'])
    ? html`<ul>
        <li>each ${inner(schema['items'])}</li>
      </ul>`
    : '';
  return html`<span>${typeOf(schema)}</span>
    <span class="quiet">${constraintsOf(schema)}</span> ${optionalTextAt(schema, 'description') ?? ''}
    ${
      members.length > 0
        ? html`<ul>
            ${members}
          </ul>`
        : ''
    }${items}
    ${
      choices.length > 0
        ? html`<ul>
            ${choices.map((choice) => html`<li>${inner(choice)}</li>`)}
          </ul>`
        : ''
    }`;
}
