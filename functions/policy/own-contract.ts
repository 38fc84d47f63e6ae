import * as z from 'zod';
import { versionKinds } from '#domain/policy/version.ts';
import { contract } from '#functions/edge/contract.ts';

const moment = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const answerBody = z.strictObject({ version: z.int().min(1).max(999_999), textHash: hash });

const ownVersionSchema = z.strictObject({
  version: z.int(),
  kind: z.enum(versionKinds),
  effectiveFrom: moment,
  summary: z.string(),
  changes: z.array(z.string()),
  /** SHA-256 of the text in the player's language, hex. */
  textHash: hash,
});

const told = { version: z.int(), at: moment };
const shown = { textHash: hash, language: z.enum(['en', 'id']) };

/** GET /v1/me/policy. */
export const showOwnPolicyContract = contract({
  route: 'GET /v1/me/policy',
  summary: 'The policy that holds for you, what you were shown and answered, and what changed since.',
  answers: {
    200: z.strictObject({
      /** Absent before the first version was published. */
      current: ownVersionSchema.optional(),
      atRegistration: z.strictObject({ noticeHash: hash, at: moment, version: z.int().optional() }),
      /** Explicit consents and nothing else. */
      consents: z.array(z.strictObject({ ...told, ...shown })),
      acknowledgements: z.array(
        z.discriminatedUnion('how', [
          z.strictObject({ how: z.literal('acknowledged'), ...told, ...shown }),
          z.strictObject({ how: z.literal('acknowledged-by-use'), ...told }),
        ]),
      ),
      /** Published since the version that you saw last, newest first; those that hold later are among them. */
      changedSince: z.array(ownVersionSchema),
      consentDue: z.strictObject({ version: z.int(), from: moment }).optional(),
      toAcknowledge: z.int().optional(),
    }),
  },
  refusals: [],
});

/** POST /v1/me/policy/consents. */
export const consentContract = contract({
  route: 'POST /v1/me/policy/consents',
  summary: 'Consents explicitly to the version that is due, in the text whose hash is named.',
  body: answerBody,
  answers: { 201: z.strictObject({ ...told, ...shown }) },
  refusals: ['not-found', 'notice-outdated', 'policy-consent-not-asked', 'state-changed'],
});

/** POST /v1/me/policy/acknowledgements. */
export const acknowledgeContract = contract({
  route: 'POST /v1/me/policy/acknowledgements',
  summary: 'Takes note of a minor version; it is no consent, and none is made of it.',
  body: answerBody,
  answers: { 201: z.strictObject({ ...told, ...shown }) },
  refusals: ['not-found', 'notice-outdated', 'policy-acknowledgement-not-due', 'state-changed'],
});
