import { answer, contract } from '#functions/edge/contract.ts';
import { playerHttp } from '#functions/edge/http.ts';
import { openSessions } from '#stores/sessions.ts';

const checkingContract = contract({
  route: 'GET /v1/me/nothing',
  summary: 'Answers nothing, to whoever has a session.',
  answers: { 204: null },
  refusals: [],
});

/** The edge with the check of a session, and nothing behind it. */
export const handler = playerHttp(checkingContract, { sessions: openSessions() }, () =>
  Promise.resolve(answer(204, null)),
);
