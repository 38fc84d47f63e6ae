import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { Unavailable } from '../failures.ts';
import { setting } from '../settings.ts';

const accountItemSchema = z.object({
  pk: z.string(),
  state: z.enum(['open', 'closing', 'closed']),
  jurisdiction: z.string(),
});

/** An account as far as telling its owner of a version needs it. */
export interface ToldAccount {
  playerId: string;
  state: 'open' | 'closing' | 'closed';
  jurisdiction: string;
}

/** What accounts remember of versions of the policy that their owners must answer. */
export interface PolicyMarks {
  /** Reads accounts consistently, 100 at most, in no order of theirs; those that are gone are left out. */
  read(playerIds: readonly string[]): Promise<ToldAccount[]>;
  /**
   * The write that notes that the owner was written to about a material version, and that their consent is due where it
   * is asked for. Consent that was due before stays due from its day. It fails for an account that was closed meanwhile.
   */
  mailing(playerId: string, version: number, consentDueFrom: string | undefined): Write;
  /** The write that asks the owner to acknowledge a minor version. It fails for an account that was closed meanwhile. */
  askingToAcknowledge(playerId: string, version: number): Write;
}

/** Opens the marks. Needs `TABLE_PLAYERS`. */
export function openPolicyMarks(): PolicyMarks {
  return { read, mailing, askingToAcknowledge };
}

async function read(playerIds: readonly string[]): Promise<ToldAccount[]> {
  if (playerIds.length === 0) return [];
  const TableName = setting('TABLE_PLAYERS');
  const { Responses, UnprocessedKeys = {} } = await documentClient().send(
    new BatchGetCommand({
      RequestItems: {
        [TableName]: {
          Keys: playerIds.map((playerId) => ({ pk: playerId, sk: 'account' })),
          ConsistentRead: true,
          ProjectionExpression: 'pk, #state, jurisdiction',
          ExpressionAttributeNames: { '#state': 'state' },
        },
      },
    }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) throw new Unavailable('DynamoDB');
  return z
    .array(accountItemSchema)
    .parse(Responses?.[TableName] ?? [])
    .map(({ pk, ...account }) => ({ playerId: pk, ...account }));
}

const ofOpenAccount = (playerId: string) => ({
  TableName: setting('TABLE_PLAYERS'),
  Key: { pk: playerId, sk: 'account' },
  ExpressionAttributeNames: { '#state': 'state' },
});
const isNotClosed = '#state IN (:open, :closing)';
const states = { ':open': 'open', ':closing': 'closing' };

function mailing(playerId: string, version: number, consentDueFrom: string | undefined): Write {
  const asksConsent = consentDueFrom !== undefined;
  return {
    Update: {
      ...ofOpenAccount(playerId),
      UpdateExpression: asksConsent
        ? 'SET policyMailed = :version, policyConsentDue = :version, policyConsentDueFrom = if_not_exists(policyConsentDueFrom, :from)'
        : 'SET policyMailed = :version',
      ConditionExpression: `${isNotClosed} AND (attribute_not_exists(policyMailed) OR policyMailed < :version)`,
      ExpressionAttributeValues: {
        ...states,
        ':version': version,
        ...(asksConsent ? { ':from': consentDueFrom } : {}),
      },
    },
  };
}

function askingToAcknowledge(playerId: string, version: number): Write {
  return {
    Update: {
      ...ofOpenAccount(playerId),
      UpdateExpression: 'SET policyToAcknowledge = :version',
      ConditionExpression: isNotClosed,
      ExpressionAttributeValues: { ...states, ':version': version },
    },
  };
}
