import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';

/** GET /v1/health. */
export const healthContract = contract({
  route: 'GET /v1/health',
  summary: 'Whether the service answers.',
  answers: { 200: z.strictObject({ status: z.literal('ok'), region: z.string(), time: z.iso.datetime() }) },
  refusals: [],
});

/** GET /v1/openapi.json. */
export const openapiContract = contract({
  route: 'GET /v1/openapi.json',
  summary: 'This API as an OpenAPI 3.1 document.',
  answers: { 200: z.looseObject({ openapi: z.string() }) },
  refusals: [],
});
