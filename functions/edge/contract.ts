import type * as z from 'zod';
import type { ProblemSlug } from '#domain/problem.ts';
import type { AnswerCookie } from './cookies.ts';

/** What one route takes and answers. OpenAPI is made from it, requests are parsed by it, answers leave through it. */
export interface Contract {
  /** Method and path as in `lib/routes`, for example `POST /v1/players`. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** One sentence for the API reference. */
  summary: string;
  /** Schema of the path parameters. */
  path?: z.ZodType;
  /** Schema of the query parameters; values arrive as strings. */
  query?: z.ZodType;
  /** Schema of the JSON body. Strict objects: an unknown field is a refusal. */
  body?: z.ZodType;
  /** Whether an `Idempotency-Key` header is demanded. */
  idempotent?: true;
  /** Schema of the body of each success status; `null` means that there is no body. */
  answers: Readonly<Record<number, z.ZodType | null>>;
  /** Whether its answers may set cookies; without it none leaves. */
  setsCookies?: true;
  /** Refusals of the business rules; those that the edge adds to every route are not repeated. */
  refusals: readonly ProblemSlug[];
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a handler is given of the request, already parsed. */
export interface Command<C extends Contract> {
  path: Parsed<C['path']>;
  query: Parsed<C['query']>;
  body: Parsed<C['body']>;
}

/** A success: one of the contract's statuses with its body. */
export type Answer<C extends Contract> = {
  [Status in keyof C['answers'] & number]: {
    outcome: 'answered';
    status: Status;
    body: C['answers'][Status] extends z.ZodType ? z.input<C['answers'][Status]> : null;
  } & CookiesOf<C>;
}[keyof C['answers'] & number];

type CookiesOf<C extends Contract> = C['setsCookies'] extends true
  ? { cookies?: readonly AnswerCookie[] }
  : { cookies?: undefined };

/** Declares a contract and keeps its exact types. */
export function contract<const C extends Contract>(declaration: C): C {
  return declaration;
}

/** Answers a request with a status and a body of its contract. */
export function answer<const Status extends number, Body>(
  status: Status,
  body: Body,
): { outcome: 'answered'; status: Status; body: Body } {
  return { outcome: 'answered', status, body };
}

/** The same answer with cookies, for a contract that sets some. */
export function withCookies<Given extends { outcome: 'answered' }>(
  answered: Given,
  cookies: readonly AnswerCookie[],
): Given & { cookies: readonly AnswerCookie[] } {
  return { ...answered, cookies };
}
