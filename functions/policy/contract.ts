import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';

const wordsSchema = z.strictObject({ en: z.string(), id: z.string() });

/** GET /v1/jurisdictions. */
export const listJurisdictionsContract = contract({
  route: 'GET /v1/jurisdictions',
  summary: 'Where people can register in this region, and from which age.',
  answers: {
    200: z.strictObject({
      jurisdictions: z.array(
        z.strictObject({
          code: z.string(),
          name: wordsSchema,
          languages: z.array(z.string()),
          currency: z.string(),
          open: z.boolean(),
          minimumAgeYears: z.int().optional(),
          closedBecause: z.string().optional(),
          asksTransferConsent: z.boolean(),
        }),
      ),
    }),
  },
  refusals: [],
});

/** GET /v1/privacy-notice. */
export const showNoticeContract = contract({
  route: 'GET /v1/privacy-notice',
  summary:
    'The privacy notice: every item of data, why, how long, and which rights; with the hash that registration asks for.',
  query: z.strictObject({ jurisdiction: z.string().regex(/^[A-Z]{2}$/), language: z.enum(['en', 'id']) }),
  answers: {
    200: z.strictObject({
      noticeHash: z.string().regex(/^[0-9a-f]{64}$/),
      notice: z.strictObject({
        jurisdiction: z.string(),
        language: z.string(),
        region: z.string(),
        introduction: z.string(),
        items: z.array(
          z.strictObject({
            field: z.string(),
            what: z.string(),
            category: z.string(),
            why: z.array(z.strictObject({ purpose: z.string(), ground: z.string() })),
            howLong: z.string(),
          }),
        ),
        processors: z.array(z.strictObject({ name: z.string(), purpose: z.string() })),
        rights: z.array(z.string()),
        transfer: z.strictObject({ storedIn: z.string(), mechanism: z.string(), text: z.string() }),
        regulator: z.strictObject({ name: z.string(), website: z.url() }),
        contact: z.string(),
      }),
    }),
  },
  refusals: ['not-found'],
});
