import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { PolicyAcknowledgement, PolicyAnswer, PolicyConsent } from '#domain/policy/answer.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { accountAttributesOfLogin } from '../login-account.ts';
import type { Read } from '../reads.ts';
import { setting } from '../settings.ts';
import { versionKey } from './rows.ts';

const told = () => ({ policyVersion: z.int(), policyDecidedAt: z.string() });
const shown = () => ({ policyTextHash: z.string(), policyLanguage: z.enum(['en', 'id']) });

const answerItemSchema = () =>
  z.discriminatedUnion('policyDecision', [
    z.object({ policyDecision: z.enum(['consented', 'acknowledged']), ...told(), ...shown() }),
    z.object({ policyDecision: z.literal('acknowledged-by-use'), ...told() }),
  ]);

/** Answers of players to versions of the policy: rows of their own partition that are added and never changed. */
export interface PolicyAnswers {
  /** A player's answers, latest version first, of so many versions as there will be. */
  list(playerId: string): Promise<PolicyAnswer[]>;
  /** Which minor version an account waits to have acknowledged, as a read that travels with others of a login. */
  findingDue(playerId: string): Read<number | undefined>;
  /** The writes of explicit consent; they fail when another version became due, or was answered, meanwhile. */
  consenting(playerId: string, consent: PolicyConsent): Write[];
  /** The writes of an acknowledgement; they fail when it was given meanwhile, or another became due. */
  acknowledging(playerId: string, acknowledgement: PolicyAcknowledgement): Write[];
}

/** Opens the answers. Needs `TABLE_PLAYERS`. */
export function openPolicyAnswers(): PolicyAnswers {
  return { list, findingDue, consenting, acknowledging };
}

const prefix = 'policy#';
/** Far more than one operator publishes in the life of an account. */
const answersMax = 1000;

async function list(playerId: string): Promise<PolicyAnswer[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_PLAYERS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':playerId': playerId, ':prefix': prefix },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: answersMax,
    }),
  );
  return z
    .array(answerItemSchema())
    .parse(Items ?? [])
    .map(answerOf);
}

function answerOf(item: z.infer<ReturnType<typeof answerItemSchema>>): PolicyAnswer {
  const answered = { version: item.policyVersion, decidedAt: item.policyDecidedAt };
  if (item.policyDecision === 'acknowledged-by-use') return { decision: item.policyDecision, ...answered };
  const { policyDecision: decision, policyTextHash: textHash, policyLanguage: language } = item;
  return { decision, ...answered, textHash, language };
}

const findingDue = (playerId: string): Read<number | undefined> => ({
  places: [
    {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      attributes: accountAttributesOfLogin,
    },
  ],
  from: ([account]) =>
    z.object({ policyToAcknowledge: z.int().optional() }).optional().parse(account)?.policyToAcknowledge,
});

/** One consent and one acknowledgement per version, whichever way it came. */
function recording(playerId: string, answer: PolicyAnswer): Write {
  const { decision, version, decidedAt } = answer;
  const kind = decision === 'consented' ? 'consent' : 'acknowledgement';
  return {
    Put: {
      TableName: setting('TABLE_PLAYERS'),
      Item: {
        pk: playerId,
        sk: `${prefix}${versionKey(version)}#${kind}`,
        schemaVersion: 1,
        policyDecision: decision,
        policyVersion: version,
        policyDecidedAt: decidedAt,
        ...(answer.decision === 'acknowledged-by-use'
          ? {}
          : { policyTextHash: answer.textHash, policyLanguage: answer.language }),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** The writes of an answer, which takes the mark off the account that asked for it. */
function answering(playerId: string, answer: PolicyAnswer, asking: { due: string; marks: string }): Write[] {
  const clearing: Write = {
    Update: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      UpdateExpression: `REMOVE ${asking.marks}`,
      ConditionExpression: `${asking.due} = :version`,
      ExpressionAttributeValues: { ':version': answer.version },
    },
  };
  return [clearing, recording(playerId, answer)];
}

const consenting: PolicyAnswers['consenting'] = (playerId, consent) =>
  answering(playerId, consent, { due: 'policyConsentDue', marks: 'policyConsentDue, policyConsentDueFrom' });

const acknowledging: PolicyAnswers['acknowledging'] = (playerId, acknowledgement) =>
  answering(playerId, acknowledgement, { due: 'policyToAcknowledge', marks: 'policyToAcknowledge' });
