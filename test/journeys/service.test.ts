import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

describe('the service', () => {
  it('says that it answers, where it is and what time it is there', async () => {
    cloud.turn({ days: 400 });
    const { status, body } = await cloud.api('GET /v1/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', region: 'ap-southeast-3' });
    expect(Math.abs(Date.parse(body.time) - cloud.now().getTime())).toBeLessThan(60_000);
  });

  it('publishes its contract: every route, and nothing that is not a route', async () => {
    const { body } = await cloud.api('GET /v1/openapi.json');
    expect(body.openapi).toMatch(/^3\.1/);
    const published = Object.entries<object>(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const offered = routes.filter(({ path }) => path !== '$default').map(({ method, path }) => `${method} ${path}`);
    expect(published.toSorted()).toEqual(offered.toSorted());
  });

  it('answers an address that does not exist with a problem', async () => {
    const { status, headers, body } = await cloud.api('GET /v1/nothing-here');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.type).toMatch(/not-found$/);
  });

  it('names the methods that an address offers when another was used', async () => {
    const { status, headers } = await cloud.api('PUT /v1/players');
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('POST');
  });

  it('lets no answer be stored on the way and demands TLS for two years', async () => {
    for (const route of ['GET /v1/health', 'GET /v1/nothing-here', 'GET /verification', 'GET /v1/me']) {
      const { headers } = await cloud.api(route);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=63072000/);
    }
  });
});

describe('where people can register', () => {
  it('is listed with the age from which and what stands in the way elsewhere', async () => {
    const { body } = await cloud.api('GET /v1/jurisdictions');
    const found = (code: string) => body.jurisdictions.find((one: { code: string }) => one.code === code);
    expect(found('ID')).toMatchObject({ open: true, minimumAgeYears: 21, asksTransferConsent: false, currency: 'IDR' });
    expect(found('SG')).toMatchObject({ open: true, minimumAgeYears: 21, asksTransferConsent: true });
    expect(found('IE')).toMatchObject({ open: true, minimumAgeYears: 18, asksTransferConsent: false });
  });

  it('has a notice in each language of which every text is another', async () => {
    const [english, indonesian] = await Promise.all(
      ['en', 'id'].map((language) => cloud.api(`GET /v1/privacy-notice?jurisdiction=ID&language=${language}`)),
    );
    expect(english?.body.noticeHash).not.toBe(indonesian?.body.noticeHash);
    expect(english?.body.notice.introduction).not.toBe(indonesian?.body.notice.introduction);
    expect(english?.body.notice.items).toHaveLength(indonesian?.body.notice.items.length);
  });

  it('has no notice for a jurisdiction whose law is not in the table', async () => {
    expect((await cloud.api('GET /v1/privacy-notice?jurisdiction=XX&language=en')).status).toBe(404);
    expect((await cloud.api('GET /v1/privacy-notice?jurisdiction=ID&language=fr')).status).toBe(400);
  });
});
