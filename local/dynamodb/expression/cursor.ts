import type { AwsError } from '../../aws-error.ts';
import type { AttributeValue, Item } from '../attribute-value.ts';
import { invalid } from '../refusals.ts';
import { reservedWords } from './reserved-words.ts';
import type { Path } from './syntax.ts';
import { tokenize, type Token } from './tokens.ts';

/** Placeholders of a request; each expression notes here which of them it used. */
export interface Placeholders {
  names: Record<string, string>;
  values: Item;
  used: Set<string>;
}

/** Walks over the tokens of one expression. */
export class Cursor {
  readonly expressionKind: string;
  readonly #tokens: Token[];
  readonly #placeholders: Placeholders;
  #position = 0;

  constructor(expressionKind: string, source: string, placeholders: Placeholders) {
    this.expressionKind = expressionKind;
    this.#tokens = tokenize(expressionKind, source);
    this.#placeholders = placeholders;
  }

  /** The token ahead, `distance` tokens on; undefined past the end. */
  peek(distance = 0): Token | undefined {
    return this.#tokens[this.#position + distance];
  }

  /** Moves on by a number of tokens. */
  skip(count = 1): void {
    this.#position += count;
  }

  /** Whether the token ahead is this symbol or (in any case) this keyword. */
  sees(text: string): boolean {
    const token = this.peek();
    if (token?.kind === 'symbol') return token.text === text;
    return token?.kind === 'word' && token.text.toUpperCase() === text;
  }

  /** Consumes the symbol or keyword if it is ahead. */
  take(text: string): boolean {
    const seen = this.sees(text);
    if (seen) this.skip();
    return seen;
  }

  /** Consumes the symbol or keyword. Throws ValidationException when something else is ahead. */
  expect(text: string): void {
    if (!this.take(text)) throw this.syntaxError();
  }

  /** Throws ValidationException unless everything was consumed. */
  expectEnd(): void {
    if (this.peek() !== undefined) throw this.syntaxError();
  }

  /** The refusal that names the token ahead. */
  syntaxError(): AwsError {
    return this.refuse(`Syntax error; token: "${this.peek()?.text ?? '<EOF>'}"`);
  }

  /** A refusal that names the expression. */
  refuse(reason: string): AwsError {
    return invalid(`Invalid ${this.expressionKind}: ${reason}`);
  }

  /** Name of the function call ahead; undefined when no call is ahead. */
  callAhead(): string | undefined {
    const [word, bracket] = [this.peek(), this.peek(1)];
    return word?.kind === 'word' && bracket?.kind === 'symbol' && bracket.text === '(' ? word.text : undefined;
  }

  /** Consumes a document path such as `a.#b[0]`. */
  takePath(): Path {
    const path: Path = [this.#takeName()];
    for (;;) {
      if (this.take('.')) path.push(this.#takeName());
      else if (this.take('[')) path.push(this.#takeIndex());
      else return path;
    }
  }

  /** Consumes a value placeholder; undefined when something else is ahead. */
  takeValue(): AttributeValue | undefined {
    const token = this.peek();
    if (token?.kind !== 'value') return undefined;
    this.skip();
    this.#placeholders.used.add(token.text);
    const value = this.#placeholders.values[token.text];
    if (value !== undefined) return value;
    throw this.refuse(
      `An expression attribute value used in expression is not defined; attribute value: ${token.text}`,
    );
  }

  #takeIndex(): number {
    const token = this.peek();
    if (token?.kind !== 'integer') throw this.syntaxError();
    this.skip();
    this.expect(']');
    return Number(token.text);
  }

  #takeName(): string {
    const token = this.peek();
    if (token?.kind === 'name') return this.#takePlaceholder(token.text);
    if (token?.kind !== 'word') throw this.syntaxError();
    if (reservedWords.has(token.text.toUpperCase())) {
      throw this.refuse(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    this.skip();
    return token.text;
  }

  #takePlaceholder(placeholder: string): string {
    this.skip();
    this.#placeholders.used.add(placeholder);
    const name = this.#placeholders.names[placeholder];
    if (name !== undefined) return name;
    throw this.refuse(
      `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
  }
}
