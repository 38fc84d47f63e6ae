import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';

const countSchema = z.int().min(0);

/** GET /v1/staff/retention/forecast. */
export const forecastRetentionContract = contract({
  route: 'GET /v1/staff/retention/forecast',
  summary: 'How much ends in each of the next 24 months, by class: numbers, nobody is named.',
  answers: {
    200: z.strictObject({
      countedAt: z.iso.datetime(),
      months: z.array(
        z.strictObject({
          month: z.string().regex(/^\d{4}-\d{2}$/),
          keys: countSchema.describe('At most so many: an end that was put off later is counted in both months.'),
          classes: z.strictObject({
            identity: countSchema,
            contact: countSchema,
            kyc: countSchema,
            financial: countSchema,
            activity: countSchema,
            support: countSchema,
          }),
          isComplete: z.boolean().describe('False where counting stopped before the end of the month.'),
        }),
      ),
      stoppedIn: z
        .string()
        .regex(/^\d{4}-\d{2}$/)
        .nullable()
        .describe('The month in which counting stopped, since there is too much to count; later ones are not listed.'),
    }),
  },
  refusals: [],
});
