import { invalid } from '../refusals.ts';

/** One token of an expression. Names keep their `#` and values their `:`. */
export interface Token {
  kind: 'symbol' | 'name' | 'value' | 'word' | 'integer';
  text: string;
}

/** Limit of the DynamoDB developer guide ("Constraints", expression parameters). */
const expressionBytesMax = 4096;

const kinds = ['symbol', 'name', 'value', 'word', 'integer'] as const;

/**
 * Splits an expression into tokens. `expressionKind` (such as ConditionExpression) begins the message of the
 * ValidationException thrown at the first character that no token can begin with, when nothing is there or too much.
 */
export function tokenize(expressionKind: string, source: string): Token[] {
  const pattern = /\s*(?:(<>|<=|>=|[=<>(),.[\]+-])|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_-]*)|(\d+))/y;
  const bytes = Buffer.byteLength(source);
  if (bytes > expressionBytesMax) {
    throw invalid(
      `Invalid ${expressionKind}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
    );
  }
  const tokens: Token[] = [];
  const text = source.trimEnd();
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(text)?.slice(1) ?? [];
    const kind = kinds.find((_, index) => groups[index] !== undefined);
    if (kind === undefined) {
      throw invalid(`Invalid ${expressionKind}: Syntax error; token: "${text.slice(start).trim().charAt(0)}"`);
    }
    tokens.push({ kind, text: groups[kinds.indexOf(kind)] ?? '' });
  }
  if (tokens.length === 0) throw invalid(`Invalid ${expressionKind}: The expression can not be empty;`);
  return tokens;
}
