import { answer, contract } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';

const emptyContract = contract({
  route: 'GET /v1/me/nothing',
  summary: 'Answers nothing.',
  answers: { 204: null },
  refusals: [],
});

/** The edge, and nothing behind it. */
export const handler = publicHttp(emptyContract, () => Promise.resolve(answer(204, null)));
