import { problemTitles } from '#domain/problem.ts';
import { problemStatuses } from '#functions/edge/problem.ts';
import { page } from './page.ts';

/** `docs/problems.md`: where the `type` of a problem leads (RFC 9457, section 3.1.1). */
export function problemsPage(): string {
  const blocks = Object.entries(problemTitles).flatMap(([slug, title]) => [
    `## ${slug}`,
    `${title}. Status ${Object.entries(problemStatuses).find(([name]) => name === slug)?.[1] ?? 'unknown'}.`,
  ]);
  return page('Problems', [
    'Every refusal of the API is `application/problem+json` (RFC 9457). The last segment of `type` is one of the slugs below; ' +
      '`errors` holds JSON pointers and rules, never the value received. Answers of 5xx have the type `about:blank`.',
    ...blocks,
  ]);
}
