import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { clearanceConclusions, type Screening, screeningOutcomes } from '#domain/kyc/screening.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

const screeningItemSchema = z
  .object({
    pk: z.string(),
    outcome: z.enum(screeningOutcomes),
    score: z.number(),
    matchCount: z.int(),
    listVersion: z.string().optional(),
    screenedAt: z.string(),
    clearance: z
      .object({
        conclusion: z.enum(clearanceConclusions),
        listVersion: z.string(),
        score: z.number(),
        matchCount: z.int(),
        staffId: z.string(),
        reviewedAt: z.string(),
        caseReference: z.string(),
      })
      .optional(),
  })
  .transform(({ pk, ...rest }): Screening => ({ playerId: pk, ...rest }));

/** The last comparison of each player with lists of fraudsters: one row each. No route of a player reads it. */
export interface Screenings {
  /** Reads the screening of a player consistently; undefined before the first. */
  find(playerId: string): Promise<Screening | undefined>;
  /** The write that keeps a screening; fails when another was kept since `seen` was read. */
  saving(next: Screening, seen: Screening | undefined): Write;
}

/** Opens the store of screenings. Needs `TABLE_KYC`. */
export function openScreenings(): Screenings {
  return { find, saving };
}

async function find(playerId: string): Promise<Screening | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_KYC'), Key: { pk: playerId, sk: 'screening' }, ConsistentRead: true }),
  );
  return screeningItemSchema.optional().parse(Item);
}

function saving({ playerId, ...next }: Screening, seen: Screening | undefined): Write {
  const Item = { pk: playerId, sk: 'screening', schemaVersion: 1, ...next };
  const at = { ':at': seen?.screenedAt };
  const unreviewed = 'screenedAt = :at AND attribute_not_exists(clearance)';
  const reviewed = 'screenedAt = :at AND clearance.reviewedAt = :reviewedAt';
  const unchanged =
    seen === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: seen.clearance === undefined ? unreviewed : reviewed,
          ExpressionAttributeValues:
            seen.clearance === undefined ? at : { ...at, ':reviewedAt': seen.clearance.reviewedAt },
        };
  return { Put: { TableName: setting('TABLE_KYC'), Item, ...unchanged } };
}
