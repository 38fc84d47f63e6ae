// GET /v1/policy-versions/{version}
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { representPublished } from './represent-version.ts';
import { showVersionContract } from './version-contract.ts';

/** Shows the text of a published version; one that waits for its approval is nobody's business yet. */
export function showVersion(stores: { published: Pick<PublishedVersions, 'read' | 'text'> }): HttpHandler {
  return publicHttp(showVersionContract, async ({ command: { path, query } }) => {
    const { jurisdiction, language } = query;
    const published = await stores.published.read(path.version);
    const text = await stores.published.text(path.version, jurisdiction, language);
    if (text === undefined) return refused('not-found');
    return answer(200, { ...representPublished(published), jurisdiction, language, ...text });
  });
}

export const handler = showVersion({ published: openPublishedVersions() });
