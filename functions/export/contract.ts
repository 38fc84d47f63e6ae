import * as z from 'zod';
import { exportStates } from '#domain/export/export-job.ts';
import { contract } from '#functions/edge/contract.ts';

const exportIdSchema = z.string().regex(/^[0-9a-z]{26}$/);
const pathSchema = z.strictObject({ exportId: exportIdSchema });

const exportSchema = z.strictObject({
  exportId: exportIdSchema,
  state: z.enum(exportStates),
  startedAt: z.iso.datetime().describe('When it was asked for, and as of when it is.'),
  sourcesDone: z.int(),
  sourcesTotal: z.int(),
  records: z.int().describe('Records collected so far.'),
  readyAt: z.iso.datetime().optional(),
  destroyAt: z.iso.datetime().optional().describe('The package is destroyed at this moment.'),
  packageBytes: z.int().optional(),
  packageHash: z.string().optional().describe('SHA-256 of the package, hex.'),
});

/** POST /v1/me/exports. */
export const askContract = contract({
  route: 'POST /v1/me/exports',
  summary: 'Asks for a copy of everything that is held about the player; a mail says when it is ready.',
  idempotent: true,
  body: z.strictObject({}),
  answers: { 202: exportSchema },
  refusals: ['export-running', 'idempotency-key-reused', 'state-changed', 'step-up-needed', 'too-many-attempts'],
});

/** GET /v1/me/exports. */
export const listContract = contract({
  route: 'GET /v1/me/exports',
  summary: 'The copies that the player asked for in the last year, newest first.',
  answers: { 200: z.strictObject({ exports: z.array(exportSchema) }) },
  refusals: [],
});

/** GET /v1/me/exports/{exportId}. */
export const showContract = contract({
  route: 'GET /v1/me/exports/{exportId}',
  summary: 'How far a copy is.',
  path: pathSchema,
  answers: { 200: exportSchema },
  refusals: ['not-found'],
});

/** POST /v1/me/exports/{exportId}/downloads. */
export const downloadContract = contract({
  route: 'POST /v1/me/exports/{exportId}/downloads',
  summary: 'A link to the package for one minute; each `Idempotency-Key` gets one link, once.',
  idempotent: true,
  path: pathSchema,
  body: z.strictObject({}),
  answers: { 201: z.strictObject({ url: z.url(), expiresAt: z.iso.datetime() }) },
  refusals: ['export-held', 'export-not-ready', 'not-found', 'state-changed', 'step-up-needed', 'too-many-attempts'],
});
