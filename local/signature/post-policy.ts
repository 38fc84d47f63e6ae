import { AwsError } from '#local/aws-error.ts';
import { isMembers, type Members } from '#local/json-members.ts';

/** A condition on one field of the form, its name in lower case; `text` is the condition as error texts quote it. */
export interface FieldCondition {
  kind: 'eq' | 'starts-with';
  field: string;
  value: string;
  text: string;
}

/** One condition of a POST policy. */
export type PostCondition = FieldCondition | { kind: 'content-length-range'; bytesMin: number; bytesMax: number };

/** A POST policy: what a browser may upload with a form, and until when. */
export interface PostPolicy {
  expiresAtMs: number;
  conditions: PostCondition[];
}

function malformed(detail: string): AwsError {
  return new AwsError('InvalidPolicyDocument', `Invalid Policy: ${detail}`);
}

function readTriple([kind, first, second]: unknown[]): PostCondition {
  if (kind === 'content-length-range') {
    const [bytesMin, bytesMax] = [Number(first), Number(second)];
    if (!Number.isInteger(bytesMin) || !Number.isInteger(bytesMax)) throw malformed('Invalid content-length-range.');
    return { kind, bytesMin, bytesMax };
  }
  const isMatch = kind === 'eq' || kind === 'starts-with';
  if (!isMatch || typeof first !== 'string' || typeof second !== 'string' || !first.startsWith('$')) {
    throw malformed('Invalid condition.');
  }
  const text = JSON.stringify([kind, first, second]);
  return { kind, field: first.slice(1).toLowerCase(), value: second, text };
}

/** `{"field": "value"}` is short for `["eq", "$field", "value"]`. */
function readPairs(pairs: Members): PostCondition[] {
  return Object.entries(pairs).map(([field, value]) => readTriple(['eq', `$${field}`, value]));
}

/** Reads a base64-encoded POST policy. Throws InvalidPolicyDocument. */
export function readPostPolicy(encoded: string): PostPolicy {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(encoded, 'base64').toString());
  } catch {
    throw malformed('Invalid JSON.');
  }
  if (!isMembers(document)) throw malformed('Policy must be an object.');
  const expiresAtMs = Date.parse(String(document['expiration']));
  if (Number.isNaN(expiresAtMs)) throw malformed('Invalid expiration.');
  const entries: unknown = document['conditions'];
  if (!Array.isArray(entries)) throw malformed('Missing conditions.');
  const conditions = entries.flatMap((entry: unknown) => {
    if (Array.isArray(entry)) return [readTriple(entry)];
    if (isMembers(entry)) return readPairs(entry);
    throw malformed('Invalid condition.');
  });
  return { expiresAtMs, conditions };
}
