import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { FactorMethod, FactorProof } from '#domain/session/second-factor.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';
import { openSmsFactor } from './sms-factor.ts';

/** The second factors of players. */
export interface SecondFactors {
  /** The methods that are on for a player, best first, by a consistent read; empty where the password is the only factor. */
  methodsOf(playerId: string): Promise<readonly FactorMethod[]>;
  /** Checks a proof: the writes that use it up, to be committed with what it allows; undefined when it is not right. */
  check(playerId: string, proof: FactorProof, now: Date): Promise<readonly Write[] | undefined>;
}

/** Opens the second factors. Needs `TABLE_CREDENTIALS`. */
export function openSecondFactors(): SecondFactors {
  return { methodsOf, check };
}

const factorItemSchema = z.object({ sk: z.string() });
/** Nobody can have more. */
const factorsMax = 30;

async function methodsOf(playerId: string): Promise<readonly FactorMethod[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_CREDENTIALS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :factor)',
      ExpressionAttributeValues: { ':playerId': playerId, ':factor': 'factor#' },
      ConsistentRead: true,
      Limit: factorsMax,
    }),
  );
  const rows = z.array(factorItemSchema).parse(Items ?? []);
  return openSmsFactor().isOn(rows) ? ['sms'] : [];
}

async function check(playerId: string, proof: FactorProof, now: Date): Promise<readonly Write[] | undefined> {
  return proof.method === 'sms' ? openSmsFactor().check(playerId, proof, now) : undefined;
}
