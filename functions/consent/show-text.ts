// GET /v1/consent-texts/{purpose}
import { answer } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';
import { showTextContract } from './contract.ts';
import { shownTextOf } from './text-hash.ts';

/** Shows the words that a consent will be bound to. */
export const handler = publicHttp(showTextContract, ({ command: { path, query } }) =>
  Promise.resolve(answer(200, shownTextOf(path.purpose, query.language))),
);
