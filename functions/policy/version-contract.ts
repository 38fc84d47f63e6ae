import * as z from 'zod';
import { changeKinds } from '#domain/policy/change.ts';
import { policySummarySchema } from '#domain/policy/summary.ts';
import { versionKinds } from '#domain/policy/version.ts';
import { contract } from '#functions/edge/contract.ts';

const moment = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const wordsSchema = z.strictObject({ en: z.string(), id: z.string() });
const hashesSchema = z.record(z.string(), z.strictObject({ en: hash, id: hash }));
const versionPath = z.strictObject({ version: z.coerce.number().int().min(1).max(999_999) });
const textOf = { jurisdiction: z.string().regex(/^[A-Z]{2}$/), language: z.enum(['en', 'id']) };

/** What everybody may know of a version. */
const versionParts = {
  version: z.int(),
  kind: z.enum(versionKinds),
  effectiveFrom: moment,
  summary: wordsSchema,
  /** What changed since the version before, in plain words. */
  changes: z.strictObject({ en: z.array(z.string()), id: z.array(z.string()) }),
  /** SHA-256 of each text in UTF-8, hex, by ISO 3166-1 code and language. */
  textHashes: hashesSchema,
};

const publishedSchema = z.strictObject({ ...versionParts, publishedAt: moment });

/** A version as staff see it. */
const proposedSchema = z.strictObject({
  ...versionParts,
  state: z.enum(['proposed', 'published']),
  /** The published version that it follows; 0 for the first. */
  basedOn: z.int(),
  createdAt: moment,
  authors: z.array(z.string()),
  approvals: z.array(z.strictObject({ staffId: z.string(), approvedAt: moment })),
  /** What an approval must name. */
  policyHash: hash,
  /** Every difference, by the names of the catalogue, with what it weighs. */
  differences: z.array(
    z.strictObject({ kind: z.enum(changeKinds), about: z.string(), weight: z.enum(['material', 'minor']) }),
  ),
});

/** POST /v1/staff/policy-versions. */
export const proposeVersionContract = contract({
  route: 'POST /v1/staff/policy-versions',
  summary: 'Proposes the deployed catalogue as the next version of the policy; what changed is found, not claimed.',
  body: z.strictObject({
    kind: z.enum(versionKinds),
    summary: policySummarySchema,
    effectiveFrom: moment.transform((value) => new Date(value).toISOString()),
  }),
  answers: { 201: proposedSchema },
  refusals: ['policy-change-material', 'policy-state-refused', 'policy-unchanged', 'state-changed'],
});

/** POST /v1/staff/policy-versions/{version}/approvals. */
export const approveVersionContract = contract({
  route: 'POST /v1/staff/policy-versions/{version}/approvals',
  summary: 'Publishes exactly the version whose hash is named; never by who wrote it. People are then told.',
  path: versionPath,
  body: z.strictObject({ policyHash: hash }),
  answers: { 200: proposedSchema },
  refusals: ['not-found', 'policy-author-approving', 'policy-state-refused', 'policy-version-changed', 'state-changed'],
});

/** GET /v1/staff/policy-versions/{version}. */
export const showProposalContract = contract({
  route: 'GET /v1/staff/policy-versions/{version}',
  summary: 'One version, published or not, and how far telling people of it has come.',
  path: versionPath,
  query: z.strictObject({ jurisdiction: textOf.jurisdiction.optional(), language: textOf.language.optional() }),
  answers: {
    200: proposedSchema.extend({
      /** The text, where jurisdiction and language are asked for. */
      text: z.string().optional(),
      /** Present from the approval of a version that people are told of. */
      announcement: z
        .strictObject({
          state: z.enum(['waiting', 'running', 'done']),
          startsAt: moment,
          /** Accounts that were visited, mailed, asked for consent and asked to acknowledge. */
          visited: z.int(),
          mailed: z.int(),
          askedForConsent: z.int(),
          toAcknowledge: z.int(),
        })
        .optional(),
    }),
  },
  refusals: ['not-found'],
});

/** GET /v1/policy-versions. */
export const listVersionsContract = contract({
  route: 'GET /v1/policy-versions',
  summary: 'Every version of the privacy policy that was published, newest first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answers: { 200: z.strictObject({ versions: z.array(publishedSchema), cursor: z.string().optional() }) },
  refusals: [],
});

/** GET /v1/policy-versions/{version}. */
export const showVersionContract = contract({
  route: 'GET /v1/policy-versions/{version}',
  summary: 'The text of a published version, for ever: its hash is that of the text as it is given.',
  path: versionPath,
  query: z.strictObject(textOf),
  answers: {
    200: z.strictObject({
      ...versionParts,
      publishedAt: moment,
      jurisdiction: z.string(),
      language: z.string(),
      /** JSON of the notice; hash it as UTF-8. */
      text: z.string(),
      textHash: hash,
    }),
  },
  refusals: ['not-found'],
});
