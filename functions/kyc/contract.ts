import * as z from 'zod';
import { documentKinds, documentStates, uploadLimits } from '#domain/kyc/document.ts';
import { documentMediaTypes } from '#domain/kyc/media-type.ts';
import { refusalReasons } from '#domain/kyc/refusal-reason.ts';
import { reviewStates } from '#domain/kyc/review.ts';
import { reviewReasons } from '#domain/kyc/review-reason.ts';
import { clearanceConclusions } from '#domain/kyc/screening.ts';
import { announcedMediaTypes } from '#domain/kyc/upload-slot.ts';
import { contract } from '#functions/edge/contract.ts';

const documentIdSchema = z.string().regex(/^[0-9a-z]{26}$/);

/** POST /v1/me/kyc/documents. The file itself goes to the bucket by the form in the answer, never through the API. */
export const offerUploadContract = contract({
  route: 'POST /v1/me/kyc/documents',
  summary: 'Announces a document and answers a form by which exactly that file can be uploaded within ten minutes.',
  body: z.strictObject({
    kind: z.enum(documentKinds),
    mediaType: z.enum(announcedMediaTypes),
    byteCount: z.int().min(1).max(uploadLimits.fileBytesMax),
    /** SHA-256 of the file, lower-case hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  answers: {
    201: z.strictObject({
      documentId: documentIdSchema,
      expiresAt: z.iso.datetime(),
      /** Post these fields as `multipart/form-data`, the file last in the field `file`. */
      upload: z.strictObject({ url: z.url(), fields: z.record(z.string(), z.string()) }),
    }),
  },
  refusals: ['document-slots-used-up', 'state-changed', 'validation-failed'],
});

/** PUT /v1/me/kyc/identity. The answer is the same whether or not somebody else gave the number before. */
export const putIdentityContract = contract({
  route: 'PUT /v1/me/kyc/identity',
  summary: 'Gives the government ID number. It is sealed at once and never answered again.',
  body: z.strictObject({ identityNumber: z.string().min(1).max(40) }),
  answers: { 204: null },
  refusals: ['state-changed', 'validation-failed'],
});

/** GET /v1/me/kyc. */
export const showContract = contract({
  route: 'GET /v1/me/kyc',
  summary: 'What was sent to prove identity and how far it is, newest document first.',
  answers: {
    200: z.strictObject({
      identity: z.strictObject({
        state: z.enum(['not-started', ...reviewStates]),
        /** Only with the states `refused` and `resubmission-asked`: a code, and what to do in the player's language. */
        reason: z.enum(reviewReasons).optional(),
        text: z.string().optional(),
        /** Last day on which the proof counts; absent when it counts without end, or not at all. */
        provedUntil: z.iso.date().optional(),
      }),
      /** What a proved identity opens. */
      capabilities: z.strictObject({ withdraw: z.boolean() }),
      identityNumber: z.enum(['missing', 'recorded']),
      documents: z.array(
        z.strictObject({
          documentId: documentIdSchema,
          kind: z.enum(documentKinds),
          mediaType: z.enum(documentMediaTypes),
          state: z.enum(documentStates),
          offeredAt: z.iso.datetime(),
          decidedAt: z.iso.datetime().optional(),
          /** Only with the states `refused` and `resubmission-asked`: a code, and what to do in the player's language. */
          refusal: z
            .strictObject({ reason: z.enum([...refusalReasons, ...reviewReasons]), text: z.string() })
            .optional(),
        }),
      ),
    }),
  },
  refusals: [],
});

/** POST /v1/staff/kyc/{playerId}/screening-reviews. */
export const reviewScreeningContract = contract({
  route: 'POST /v1/staff/kyc/{playerId}/screening-reviews',
  summary: 'Concludes about a possible hit on a list of fraudsters, for the version of the list that showed it.',
  path: z.strictObject({ playerId: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/) }),
  body: z.strictObject({
    /** The screening that the reviewer saw. */
    screenedAt: z.iso.datetime(),
    conclusion: z.enum(clearanceConclusions),
    /** Reference of the case in which the conclusion is explained; never a name. */
    caseReference: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,39}$/),
  }),
  answers: { 204: null },
  refusals: ['not-found', 'state-changed', 'validation-failed'],
});
