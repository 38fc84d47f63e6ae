// GET /v1/privacy-notice
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openNotices, type Notices } from '#stores/notices.ts';
import { showNoticeContract } from './contract.ts';

/** Shows the notice that a person must have seen before registering. */
export function showNotice(stores: { notices: Notices }): HttpHandler {
  return publicHttp(showNoticeContract, ({ command: { query } }) => {
    const { notice, hash } = stores.notices.current(query.jurisdiction, query.language);
    return Promise.resolve(notice === undefined ? refused('not-found') : answer(200, { noticeHash: hash, notice }));
  });
}

export const handler = showNotice({ notices: openNotices() });
