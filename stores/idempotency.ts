import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** For so long the same key and body answer the same; afterwards the key is new, even if the row is still there. */
export const idempotencySeconds = 24 * 3600;

const idempotencyItemSchema = z.object({
  bodyHash: z.string(),
  resourceId: z.string(),
  endsAtSeconds: z.number(),
});

/** The scope of a key: one player on one route. */
export interface IdempotentCommand {
  playerId: string;
  route: string;
  key: string;
  bodyHash: string;
}

/** Remembers which command an `Idempotency-Key` stood for. */
export interface Idempotency {
  /** What this key stood for in the last 24 hours: nothing, the same command's resource, or another command. */
  find(command: IdempotentCommand, now: Date): Promise<'new' | 'reused' | { resourceId: string }>;
  /** The write that remembers a command with the resource it made; of two at once one fails. */
  remembering(command: IdempotentCommand, resourceId: string, now: Date): Write;
}

/** Opens the memory of idempotency keys. Needs `TABLE_LIMITS`. */
export function openIdempotency(): Idempotency {
  return { find, remembering };
}

const keyOf = ({ playerId, route, key }: IdempotentCommand) => ({
  pk: `idempotency#${playerId}#${route}#${key}`,
  sk: 'idempotency',
});
const secondsOf = (now: Date) => Math.floor(now.getTime() / 1000);

async function find(command: IdempotentCommand, now: Date): Promise<'new' | 'reused' | { resourceId: string }> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_LIMITS'), Key: keyOf(command), ConsistentRead: true }),
  );
  const known = idempotencyItemSchema.optional().parse(Item);
  if (known === undefined || known.endsAtSeconds <= secondsOf(now)) return 'new';
  return known.bodyHash === command.bodyHash ? { resourceId: known.resourceId } : 'reused';
}

function remembering(command: IdempotentCommand, resourceId: string, now: Date): Write {
  const endsAtSeconds = secondsOf(now) + idempotencySeconds;
  return {
    Put: {
      TableName: setting('TABLE_LIMITS'),
      Item: {
        ...keyOf(command),
        schemaVersion: 1,
        bodyHash: command.bodyHash,
        resourceId,
        endsAtSeconds,
        expiresAtSeconds: endsAtSeconds,
      },
      ConditionExpression: 'attribute_not_exists(pk) OR endsAtSeconds <= :now',
      ExpressionAttributeValues: { ':now': secondsOf(now) },
    },
  };
}
