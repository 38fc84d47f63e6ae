// GET /v1/openapi.json
import openapi from '../../docs/openapi.json' with { type: 'json' };
import { answer } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';
import { openapiContract } from './contract.ts';

/** Serves the document that is generated from the contracts and committed with them. */
export const handler = publicHttp(openapiContract, () => Promise.resolve(answer(200, openapi)));
