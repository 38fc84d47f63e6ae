/** Escapes a text for XML; line breaks too, which a parser would otherwise change. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"'\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** The character of a reference such as `#x41`, `#65` or `lt`; undefined when the name is not known. */
function readReference(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name) ?? [];
  if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
  return entities[name];
}

function unescape(text: string): string {
  return text.replaceAll(/&([#\w]+);/g, (reference, name: string) => readReference(name) ?? reference);
}

/** Values of elements: text, or elements in turn. Undefined leaves the element out, a list repeats it. */
export interface Elements {
  readonly [name: string]: Value | readonly Value[] | undefined;
}
type Value = string | number | boolean | Elements;

function renderValue(name: string, value: Value): string {
  const content = typeof value === 'object' ? renderElements(value) : escape(String(value));
  return `<${name}>${content}</${name}>`;
}

function isList(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

function renderElements(elements: Elements): string {
  return Object.entries(elements)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return (isList(value) ? value : [value]).map((one) => renderValue(name, one));
    })
    .join('');
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Writes an S3 document. */
export function renderDocument(root: string, elements: Elements): string {
  return `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${renderElements(elements)}</${root}>`;
}

/** Writes an error, which S3 keeps outside its namespace. */
export function renderErrorDocument(elements: Elements): string {
  return `${declaration}<Error>${renderElements(elements)}</Error>`;
}

/** The contents of every element of a name, still XML. The documents that S3 takes never nest an element in itself. */
export function readElements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1] ?? '');
}

/** The text of the first element of a name; undefined when there is none. */
export function readElement(xml: string, name: string): string | undefined {
  const [content] = readElements(xml, name);
  return content === undefined ? undefined : unescape(content);
}
