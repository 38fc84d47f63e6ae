import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { newSecret } from './ids.ts';
import { setting } from './settings.ts';

/** What a mailed single-use link is for. */
export const tokenPurposeSchema = z.enum([
  'email-change',
  'email-change-reversion',
  'factor-removal-stop',
  'login-denial',
  'password-reset',
  'phone-change-reversion',
  'registration-verification',
  'unsubscribe',
]);

const tokenItemSchema = z.object({
  purpose: tokenPurposeSchema,
  recordId: z.string(),
  context: z.record(z.string(), z.string()),
  endsAtSeconds: z.number(),
});

/** What a token opens. Ids only; the token itself is kept as SHA-256. */
export type TokenGrant = z.infer<typeof tokenItemSchema>;

/** Single-use tokens that travel in the fragment of mailed links. */
export interface Tokens {
  /** Mints a token of 256 bits and the write that keeps its hash. */
  mint(grant: TokenGrant): { token: string; write: Write };
  /** What a token opens now, if it was minted for this purpose and has not ended. */
  find(token: string, purpose: TokenGrant['purpose'], now: Date): Promise<TokenGrant | undefined>;
  /** The write that consumes a token; its condition fails on the second use. */
  consuming(token: string): Write;
}

/** Opens the store of tokens. Needs `TABLE_NOTIFICATIONS`. */
export function openTokens(): Tokens {
  return { mint, find, consuming };
}

const keyOf = (token: string) => ({
  pk: `token#${createHash('sha256').update(token).digest('base64url')}`,
  sk: 'token',
});

function mint(grant: TokenGrant): { token: string; write: Write } {
  const token = newSecret();
  const Item = { ...keyOf(token), schemaVersion: 1, ...grant, expiresAtSeconds: grant.endsAtSeconds };
  return {
    token,
    write: {
      Put: { TableName: setting('TABLE_NOTIFICATIONS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
    },
  };
}

async function find(token: string, purpose: TokenGrant['purpose'], now: Date): Promise<TokenGrant | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_NOTIFICATIONS'), Key: keyOf(token), ConsistentRead: true }),
  );
  const grant = tokenItemSchema.optional().parse(Item);
  return grant?.purpose === purpose && grant.endsAtSeconds * 1000 > now.getTime() ? grant : undefined;
}

function consuming(token: string): Write {
  return {
    Delete: {
      TableName: setting('TABLE_NOTIFICATIONS'),
      Key: keyOf(token),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}
