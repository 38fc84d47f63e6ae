import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { factorMethods, type FactorMethod, type FactorProof } from '#domain/session/second-factor.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { checkRecoveryCode, forgettingRecoveryCodes } from './recovery-codes.ts';
import { setting } from './settings.ts';
import { checkTotp, forgettingTotp } from './totp-factor.ts';

/** The second factors of players. */
export interface SecondFactors {
  /** The methods that are on for a player, best first, by a consistent read; empty where the password is the only factor. */
  methodsOf(playerId: string): Promise<readonly FactorMethod[]>;
  /** Checks a proof: the writes that use it up, to be committed with what it allows; undefined when it is not right. */
  check(playerId: string, proof: FactorProof, now: Date): Promise<readonly Write[] | undefined>;
}

/** Opens the second factors. Needs `TABLE_CREDENTIALS`, `TABLE_KEYS` and the key class `identity`. */
export function openSecondFactors(): SecondFactors {
  return { methodsOf, check };
}

type Checker<Method extends FactorMethod> = (
  playerId: string,
  proof: Extract<FactorProof, { method: Method }>,
  now: Date,
) => Promise<readonly Write[] | undefined>;

/** One line per method. */
const checkers: { readonly [Method in FactorMethod]: Checker<Method> } = {
  totp: (playerId, { code }, now) => checkTotp(playerId, code, now),
  'recovery-code': (playerId, { code }) => checkRecoveryCode(playerId, code),
};

/** The writes that forget every second factor of a player, whichever are there. Needs `TABLE_CREDENTIALS`. */
export function forgettingFactors(playerId: string): Write[] {
  return [forgettingTotp(playerId), forgettingRecoveryCodes(playerId)];
}

/** `factor#<method>`, followed by an id where a player can have several. */
const factorItemSchema = z.object({
  sk: z.string().transform((sk) => sk.split('#')[1]),
  state: z.string().optional(),
  codes: z.record(z.string(), z.unknown()).default({}),
});
/** Nobody can have more. */
const factorsMax = 30;

/** What is pending is not on, and recovery codes alone are no factor: they only stand in for one that is lost. */
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
  const on = z
    .array(factorItemSchema)
    .parse(Items ?? [])
    .filter(({ state, codes }) => state === 'on' || Object.keys(codes).length > 0)
    .map(({ sk }) => sk);
  const methods = factorMethods.filter((method) => on.includes(method));
  return methods.some((method) => method !== 'recovery-code') ? methods : [];
}

async function check(playerId: string, proof: FactorProof, now: Date): Promise<readonly Write[] | undefined> {
  switch (proof.method) {
    case 'totp':
      return checkers.totp(playerId, proof, now);
    case 'recovery-code':
      return checkers['recovery-code'](playerId, proof, now);
  }
}
