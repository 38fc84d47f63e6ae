import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { refused, type Refused } from '#domain/decision.ts';
import type { RuleBreach } from '#domain/problem.ts';
import type { Contract } from './contract.ts';

/** Bodies above this are refused before they are read (413). */
export const bodyBytesMax = 64 * 1024;

/** The raw bytes of a body, whatever encoding the gateway chose. */
export function bodyBytes(event: APIGatewayProxyEventV2): Buffer {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** A request that matches its contract. */
export interface ParsedRequest {
  outcome: 'parsed';
  path: unknown;
  query: unknown;
  body: unknown;
  /** Value of the `Idempotency-Key` header, if the contract demands one. */
  idempotencyKey: string | undefined;
  /** SHA-256 of the raw body, hex: tells a retry from another command under the same key. */
  bodyHash: string;
}

/** Parses path, query and body by the contract. Refuses with JSON pointers and rules, never with a value received. */
export function parseRequest(contract: Contract, event: APIGatewayProxyEventV2): ParsedRequest | Refused {
  const bytes = bodyBytes(event);
  if (bytes.length > bodyBytesMax) return refused('body-too-large', { detail: `At most ${bodyBytesMax} bytes.` });
  const idempotencyKey = event.headers['idempotency-key'];
  if (contract.idempotent && !/^[\x21-\x7e]{8,128}$/.test(idempotencyKey ?? '')) {
    return refused('idempotency-key-missing', { detail: '8 to 128 visible ASCII characters, best a random UUID.' });
  }
  const json = contract.body === undefined ? { outcome: 'json' as const, value: undefined } : parseJson(event, bytes);
  if (json.outcome === 'refused') return json;
  const parts = [
    parsePart(contract.path, event.pathParameters ?? {}, '/path'),
    parsePart(contract.query, event.queryStringParameters ?? {}, '/query'),
    parsePart(contract.body, json.value, ''),
  ] as const;
  const errors = parts.flatMap((part) => part.errors);
  if (errors.length > 0) return refused('validation-failed', { errors: errors.slice(0, 20) });
  const [path, query, body] = parts.map((part) => part.value);
  return {
    outcome: 'parsed',
    path,
    query,
    body,
    idempotencyKey,
    bodyHash: createHash('sha256').update(bytes).digest('hex'),
  };
}

function parseJson(event: APIGatewayProxyEventV2, bytes: Buffer): { outcome: 'json'; value: unknown } | Refused {
  const mediaType = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return refused('media-type-unsupported');
  try {
    return { outcome: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refused('malformed-json');
  }
}

function parsePart(
  schema: z.ZodType | undefined,
  value: unknown,
  pointerBase: string,
): { value: unknown; errors: RuleBreach[] } {
  if (schema === undefined) return { value: undefined, errors: [] };
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, errors: [] };
  return { value: undefined, errors: result.error.issues.flatMap((issue) => breachesOf(issue, pointerBase)) };
}

const escapePointer = (segment: PropertyKey) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1');

function breachesOf(issue: z.core.$ZodIssue, pointerBase: string): RuleBreach[] {
  const pointer = pointerBase + issue.path.map((segment) => `/${escapePointer(segment)}`).join('');
  if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: ruleOf(issue) }];
  const named = issue.keys.filter((key) => /^[A-Za-z]{1,40}$/.test(key));
  const pointers = named.length > 0 ? named.map((key) => `${pointer}/${key}`) : [pointer];
  return pointers.map((at) => ({ pointer: at, detail: 'This field is not part of the contract.' }));
}

/** The rule in words. Zod's own messages are not used: some of them quote what was received. */
function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `Must be of type ${issue.expected}.`;
  if (issue.code === 'too_small') return `Must be at least ${issue.minimum}${unitOf(issue.origin)}.`;
  if (issue.code === 'too_big') return `Must be at most ${issue.maximum}${unitOf(issue.origin)}.`;
  if (issue.code === 'invalid_value') return `Must be one of: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'invalid_format') return `Must have the format ${issue.format}.`;
  if (issue.code === 'custom' && typeof issue.params?.['rule'] === 'string') return issue.params['rule'];
  return 'Does not match the contract.';
}

const unitOf = (origin: string) => (origin === 'string' ? ' characters' : '');
