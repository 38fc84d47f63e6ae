import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Parts } from './parts.ts';

/** How long TransactWriteItems remembers a client request token (API reference, ClientRequestToken). */
const rememberedMs = 10 * 60 * 1000;

/** A digest of the parameters that a token stands for. */
export function digestOf(parameters: unknown): string {
  return createHash('sha256').update(JSON.stringify(parameters)).digest('hex');
}

/**
 * Whether a transaction with this token already succeeded in the last 10 minutes. Throws
 * IdempotentParameterMismatchException when it had other parameters.
 */
export function isRepeated({ storage, clock }: Parts, token: string, digest: string): boolean {
  const row = storage
    .statement('SELECT digest FROM request_tokens WHERE token = ? AND ends_at_ms > ?')
    .get(token, clock.now());
  if (row === undefined) return false;
  if (row['digest'] === digest) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'The request uses the same client token as a previous, but non-identical request.',
  );
}

/** Remembers a token of a transaction that succeeds, and forgets those whose time has passed. */
export function rememberToken({ storage, clock }: Parts, token: string, digest: string): void {
  storage.statement('DELETE FROM request_tokens WHERE ends_at_ms <= ?').run(clock.now());
  storage
    .statement('INSERT OR REPLACE INTO request_tokens VALUES(?, ?, ?)')
    .run(token, digest, clock.now() + rememberedMs);
}
