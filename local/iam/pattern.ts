import { contextValues, type RequestContext } from '#local/iam/request.ts';

type Token = { literal: string } | { wildcard: '*' | '?' };

/** A value of a policy with its variables filled in: literal text, and wildcards that match any text or one character. */
export type Pattern = readonly Token[];

/** `${key}`, `${key, 'default'}`, or the escapes `${*}`, `${?}` and `${$}`; then the bare wildcards. */
const tokenPattern = /\$\{([^}]+)\}|[*?]|[^*?$]+|\$/g;

/** The text of a variable: an escape, a single-valued key, its default; undefined when the request lacks the key. */
function fillVariable(variable: string, context: RequestContext): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [key = '', fallback] = variable.split(/\s*,\s*/);
  const values = contextValues(context, key);
  if (values?.length === 1) return values[0];
  return fallback?.replaceAll(/^'|'$/g, '');
}

/** Reads a value of a policy. Undefined when it names a variable that the request lacks: such a value matches nothing. */
export function readPattern(text: string, context: RequestContext): Pattern | undefined {
  const tokens: Token[] = [];
  for (const [part, variable] of text.matchAll(tokenPattern)) {
    if (variable !== undefined) {
      const literal = fillVariable(variable, context);
      if (literal === undefined) return undefined;
      tokens.push({ literal });
    } else if (part === '*' || part === '?') tokens.push({ wildcard: part });
    else tokens.push({ literal: part });
  }
  return tokens;
}

/** The pattern as plain text, for operators to which `*` and `?` are ordinary characters. */
export function plainText(pattern: Pattern): string {
  return pattern.map((token) => ('literal' in token ? token.literal : token.wildcard)).join('');
}

const expressionsMax = 20_000;
const expressions = new Map<string, RegExp>();

function compile(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`;
  const known = expressions.get(key);
  if (known !== undefined) return known;
  const expression = new RegExp(`^${source}$`, flags);
  if (expressions.size >= expressionsMax) expressions.clear();
  expressions.set(key, expression);
  return expression;
}

function escapeLiteral(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function wildcardSource(wildcard: '*' | '?', character: string): string {
  return wildcard === '*' ? `${character}*` : character;
}

/** Whether a value matches a pattern; wildcards match any character. */
export function isLike(pattern: Pattern, value: string, options: { ignoreCase?: boolean } = {}): boolean {
  const source = pattern
    .map((token) => ('literal' in token ? escapeLiteral(token.literal) : wildcardSource(token.wildcard, '.')))
    .join('');
  return compile(source, options.ignoreCase === true ? 'is' : 's').test(value);
}

/** Colons that separate the first five parts of an ARN; later ones belong to the resource. */
const arnColons = 5;

/** Whether an ARN matches a pattern part by part: a wildcard never reaches over one of the first five colons. */
export function isLikeArn(pattern: Pattern, value: string): boolean {
  let colons = 0;
  const parts = pattern.map((token) => {
    if ('wildcard' in token) return wildcardSource(token.wildcard, colons < arnColons ? '[^:]' : '.');
    colons += token.literal.split(':').length - 1;
    return escapeLiteral(token.literal);
  });
  return colons >= arnColons && compile(parts.join(''), 's').test(value);
}
