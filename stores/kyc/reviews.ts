import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Review, reviewOutcomes, reviewStates, riskOf } from '#domain/kyc/review.ts';
import { reviewReasons } from '#domain/kyc/review-reason.ts';
import { type RiskBand, riskSignals } from '#domain/kyc/risk.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

const reviewItemSchema = z
  .object({
    pk: z.string(),
    state: z.enum(reviewStates),
    version: z.number(),
    waitingSince: z.string(),
    signals: z.array(z.enum(riskSignals)),
    claim: z.object({ staffId: z.string(), endsAtSeconds: z.number() }).optional(),
    proposal: z
      .object({
        staffId: z.string(),
        outcome: z.enum(reviewOutcomes),
        reason: z.enum(reviewReasons).optional(),
        documentExpiresOn: z.string().optional(),
        proposedAt: z.string(),
      })
      .optional(),
    approval: z.object({ approvedAt: z.string(), documentExpiresOn: z.string().optional() }).optional(),
    decidedAt: z.string().optional(),
    reviewers: z.array(z.string()).optional(),
    reason: z.enum(reviewReasons).optional(),
    expiresAtSeconds: z.number().optional(),
  })
  .transform(({ pk, ...rest }): Review => ({ playerId: pk, ...rest }));

/** Where a page of waiting reviews stopped: since when the last one waits, and whose it is. */
export interface WaitingPlace {
  waitingSince: string;
  playerId: string;
}

/** Reviews of players' identities: one row each, and a sparse index of those that wait. */
export interface Reviews {
  /** Reads the review of a player consistently; undefined before their first document was accepted. */
  find(playerId: string): Promise<Review | undefined>;
  /** Reviews that wait in a band, longest first, a page at a time. The index lags behind by moments. */
  waiting(band: RiskBand, page: { after?: WaitingPlace | undefined; limit: number }): Promise<Review[]>;
  /** The write that keeps the next version of a review; fails when another was kept since `seen` was read. */
  saving(next: Review, seen: Review | undefined): Write;
}

/** Opens the store of reviews. Needs `TABLE_KYC`. */
export function openReviews(): Reviews {
  return { find, waiting, saving };
}

async function find(playerId: string): Promise<Review | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_KYC'), Key: { pk: playerId, sk: 'review' }, ConsistentRead: true }),
  );
  return reviewItemSchema.optional().parse(Item);
}

async function waiting(
  band: RiskBand,
  { after, limit }: { after?: WaitingPlace | undefined; limit: number },
): Promise<Review[]> {
  const start = after && { waitingBand: band, waitingSince: after.waitingSince, pk: after.playerId, sk: 'review' };
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_KYC'),
      IndexName: 'waiting',
      KeyConditionExpression: 'waitingBand = :band',
      ExpressionAttributeValues: { ':band': band },
      Limit: limit,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }),
  );
  return z.array(reviewItemSchema).parse(Items ?? []);
}

function saving({ playerId, ...next }: Review, seen: Review | undefined): Write {
  // What is stamped belongs to a closed account: it waits for nobody.
  const isWaiting = next.state === 'in-review' && next.expiresAtSeconds === undefined;
  const Item = {
    pk: playerId,
    sk: 'review',
    schemaVersion: 1,
    ...next,
    // Only what waits is in the index.
    ...(isWaiting ? { waitingBand: riskOf(next).band } : {}),
  };
  const unchanged =
    seen === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression:
            seen.expiresAtSeconds === undefined
              ? '#version = :seen AND attribute_not_exists(expiresAtSeconds)'
              : '#version = :seen',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':seen': seen.version },
        };
  return { Put: { TableName: setting('TABLE_KYC'), Item, ...unchanged } };
}
