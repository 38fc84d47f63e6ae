// GET /v1/policy-versions
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { representPublished } from './represent-version.ts';
import { listVersionsContract } from './version-contract.ts';

/** Lists every version that was published. */
export function listVersions(stores: { published: Pick<PublishedVersions, 'page'> }): HttpHandler {
  return publicHttp(listVersionsContract, async ({ command: { query } }) => {
    const { versions, cursor } = await stores.published.page({ after: query.cursor, limit: query.limit });
    return answer(200, {
      versions: versions.map(representPublished),
      ...(cursor === undefined ? {} : { cursor }),
    });
  });
}

export const handler = listVersions({ published: openPublishedVersions() });
