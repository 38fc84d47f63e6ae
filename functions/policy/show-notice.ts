// GET /v1/privacy-notice
import { findJurisdiction } from '#catalogue/jurisdictions/index.ts';
import { noticeFor } from '#catalogue/readers/notice.ts';
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';
import { noticeHashes, regionSettings } from '#stores/settings.ts';
import { showNoticeContract } from './contract.ts';

/** Shows the notice that a person must have seen before registering, with the hash that registration asks for. */
export const handler = publicHttp(showNoticeContract, ({ command: { query } }) => {
  const { region } = regionSettings();
  const jurisdiction = findJurisdiction(query.jurisdiction);
  const noticeHash = noticeHashes()[query.jurisdiction]?.[query.language];
  if (jurisdiction === undefined || noticeHash === undefined) return Promise.resolve(refused('not-found'));
  return Promise.resolve(answer(200, { noticeHash, notice: noticeFor(jurisdiction, query.language, region) }));
});
