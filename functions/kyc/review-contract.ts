import * as z from 'zod';
import { documentKinds, documentStates } from '#domain/kyc/document.ts';
import { documentMediaTypes } from '#domain/kyc/media-type.ts';
import { refusalReasons } from '#domain/kyc/refusal-reason.ts';
import { reviewOutcomes, reviewStates } from '#domain/kyc/review.ts';
import { reviewPurposes } from '#domain/kyc/review-purpose.ts';
import { reviewReasons } from '#domain/kyc/review-reason.ts';
import { riskBands, riskSignals } from '#domain/kyc/risk.ts';
import { clearanceConclusions, screeningOutcomes } from '#domain/kyc/screening.ts';
import { contract } from '#functions/edge/contract.ts';
import { readQueueCursor } from './queue-cursor.ts';

const idSchema = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);
const playerPath = z.strictObject({ playerId: idSchema });
const moment = z.iso.datetime();
/** Why somebody looks: written down with every opening. The reference is short and opaque, so that no name fits in. */
const caseShape = {
  purpose: z.enum(reviewPurposes),
  caseReference: z.string().regex(/^[A-Za-z0-9-]{3,40}$/),
};

const cursorSchema = z
  .string()
  .max(200)
  .transform((text, context) => {
    const place = readQueueCursor(text);
    if (place !== undefined) return place;
    context.addIssue({ code: 'custom', params: { rule: 'Must be a cursor that this route answered.' } });
    return z.NEVER;
  });

/** GET /v1/staff/kyc. A page may be shorter than its limit: only the absence of a cursor says that it is the last. */
export const listReviewsContract = contract({
  route: 'GET /v1/staff/kyc',
  summary: 'Reviews of identity that wait: the riskiest band first, in it the longest waiting. Ids and states only.',
  query: z.strictObject({
    cursor: cursorSchema.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: {
    200: z.strictObject({
      reviews: z.array(
        z.strictObject({
          playerId: idSchema,
          state: z.enum(reviewStates),
          waitingSince: moment,
          band: z.enum(riskBands),
          score: z.int(),
          isClaimed: z.boolean(),
          awaitsSecondReviewer: z.boolean(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

const claimSchema = z.strictObject({ version: z.int(), claimEndsAt: moment });

/** POST /v1/staff/kyc/{playerId}/claims. */
export const claimReviewContract = contract({
  route: 'POST /v1/staff/kyc/{playerId}/claims',
  summary: 'Takes a review in hand for 30 minutes, or for 30 more; one reviewer at a time.',
  path: playerPath,
  answers: { 200: claimSchema },
  refusals: [
    'not-found',
    'own-account',
    'review-claimed',
    'review-second-person-needed',
    'review-state-refused',
    'state-changed',
  ],
});

/** DELETE /v1/staff/kyc/{playerId}/claims. */
export const releaseReviewContract = contract({
  route: 'DELETE /v1/staff/kyc/{playerId}/claims',
  summary: 'Gives a review back that one has in hand; done already is done.',
  path: playerPath,
  answers: { 204: null },
  refusals: ['not-found', 'own-account', 'state-changed'],
});

/** GET /v1/staff/kyc/{playerId}. The values to compare are shown to whoever has claimed the review, and to nobody else. */
export const showReviewContract = contract({
  route: 'GET /v1/staff/kyc/{playerId}',
  summary: 'One review with its signals and documents; for its claim holder also the values to compare.',
  path: playerPath,
  query: z.strictObject(caseShape),
  answers: {
    200: z.strictObject({
      playerId: idSchema,
      jurisdiction: z.string(),
      accountState: z.enum(['open', 'closing', 'closed']),
      state: z.enum(reviewStates),
      /** What a decision must name. */
      version: z.int(),
      waitingSince: moment,
      band: z.enum(riskBands),
      score: z.int(),
      signals: z.array(z.enum(riskSignals)),
      needsSecondReviewer: z.boolean(),
      claim: z.strictObject({ staffId: z.string(), endsAt: moment }).optional(),
      proposal: z
        .strictObject({
          staffId: z.string(),
          outcome: z.enum(reviewOutcomes),
          reason: z.enum(reviewReasons).optional(),
          documentExpiresOn: z.iso.date().optional(),
          proposedAt: moment,
        })
        .optional(),
      approval: z.strictObject({ approvedAt: moment, documentExpiresOn: z.iso.date().optional() }).optional(),
      decidedAt: moment.optional(),
      reviewers: z.array(z.string()).optional(),
      reason: z.enum(reviewReasons).optional(),
      identityNumber: z.enum(['missing', 'recorded']),
      /** The last comparison with lists; absent until there was one. `screenedAt` is what a conclusion must name. */
      screening: z
        .strictObject({
          outcome: z.enum(screeningOutcomes),
          /** From 0 to 1. */
          score: z.number(),
          matchCount: z.int(),
          listVersion: z.string().optional(),
          screenedAt: moment,
          clearance: z
            .strictObject({ conclusion: z.enum(clearanceConclusions), staffId: z.string(), reviewedAt: moment })
            .optional(),
        })
        .optional(),
      documents: z.array(
        z.strictObject({
          documentId: idSchema,
          kind: z.enum(documentKinds),
          mediaType: z.enum(documentMediaTypes),
          state: z.enum(documentStates),
          offeredAt: moment,
          decidedAt: moment.optional(),
          reviewedAt: moment.optional(),
          reason: z.enum([...refusalReasons, ...reviewReasons]).optional(),
        }),
      ),
      /** Only for whoever has claimed the review; the number is absent while none was given. */
      values: z
        .strictObject({ fullName: z.string(), birthDate: z.string(), identityNumber: z.string().optional() })
        .optional(),
    }),
  },
  refusals: ['not-found', 'own-account', 'state-changed'],
});

/** POST /v1/staff/kyc/{playerId}/document-views. */
export const viewDocumentContract = contract({
  route: 'POST /v1/staff/kyc/{playerId}/document-views',
  summary: 'Answers a link that downloads one document within 60 seconds. Who asked for it, and why, is kept.',
  path: playerPath,
  body: z.strictObject({ documentId: idSchema, ...caseShape }),
  answers: { 201: z.strictObject({ url: z.url(), expiresAt: moment }) },
  refusals: ['not-found', 'own-account', 'review-claim-needed', 'review-claimed', 'too-many-views', 'state-changed'],
});

/** POST /v1/staff/kyc/{playerId}/decisions. */
export const decideReviewContract = contract({
  route: 'POST /v1/staff/kyc/{playerId}/decisions',
  summary: 'Decides about a claimed review as it was shown; where the risk asks for it, two people have to agree.',
  path: playerPath,
  body: z.strictObject({
    version: z.int().positive(),
    outcome: z.enum(reviewOutcomes),
    /** Needed unless the outcome is `approve`. */
    reason: z.enum(reviewReasons).optional(),
    /** Last day on the identity document, or null for none; needed to approve. */
    documentExpiresOn: z.iso.date().nullable().optional(),
    /** Documents of which the reviewer says something else than of the whole. */
    documents: z
      .array(
        z.strictObject({
          documentId: idSchema,
          outcome: z.enum(reviewOutcomes),
          reason: z.enum(reviewReasons).optional(),
        }),
      )
      .max(40)
      .optional(),
  }),
  answers: {
    200: z.strictObject({
      outcome: z.enum(['decided', 'awaiting-second-reviewer']),
      state: z.enum(reviewStates),
      version: z.int(),
    }),
  },
  refusals: [
    'not-found',
    'own-account',
    'review-claim-needed',
    'review-claimed',
    'review-incomplete',
    'review-second-person-needed',
    'review-state-refused',
    'review-too-large',
    'state-changed',
  ],
});
