import { describe, expect, it } from 'vitest';
import { refused } from '#domain/decision.ts';
import { problemTitles, type ProblemSlug } from '#domain/problem.ts';
import { problemStatuses, renderFault, renderRefusal } from '#functions/edge/problem.ts';

const slugs = Object.keys(problemTitles) as ProblemSlug[];

describe('problem details (RFC 9457)', () => {
  it.each(slugs)('%s has a title, a status of the caller’s fault and an address', (slug) => {
    const response = renderRefusal(refused(slug), 'request-1');
    const body = JSON.parse(response.body ?? '');
    expect(body).toMatchObject({
      title: problemTitles[slug],
      status: problemStatuses[slug],
      instance: 'urn:request:request-1',
    });
    expect(body.type).toMatch(new RegExp(`/problems/${slug}$`));
    expect(problemStatuses[slug]).toBeGreaterThanOrEqual(400);
    expect(problemStatuses[slug]).toBeLessThan(500);
    expect(response.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  });

  it('tell when to try again', () => {
    const response = renderRefusal(refused('too-many-attempts', { retryAfterSeconds: 29.4 }), 'request-1');
    expect(response.headers).toMatchObject({ 'retry-after': '30' });
  });

  it.each([500, 503] as const)('of our own fault %i say nothing about our insides', (status) => {
    const body = JSON.parse(renderFault({ status }, 'request-1').body ?? '');
    expect(body).toEqual({ type: 'about:blank', title: expect.any(String), status, instance: 'urn:request:request-1' });
  });
});
