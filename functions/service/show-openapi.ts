// GET /v1/openapi.json
import { answer } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';
import { openapiContract } from './contract.ts';

/** Serves the document that is generated from the contracts and committed with them. It is read with the first request. */
export const handler = publicHttp(openapiContract, async () => {
  const { openapiDocument } = await import('./openapi-document.ts');
  return answer(200, openapiDocument);
});
