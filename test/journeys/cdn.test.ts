import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { recordAt } from '#local/template/properties.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { newStaff } from '#test/support/staff.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

/** Asks the HTTP API itself, around the distribution. */
function around(path: string, request: RequestInit = {}): Promise<Response> {
  return fetch(`${cloud.cloud.originAddress}${path}`, request);
}

const settingsOf = (name: string) => {
  const found = cloud.cloud.stage.resources('AWS::Lambda::Function').find((each) => each.name === name);
  return recordAt(recordAt(found?.properties ?? {}, 'Environment'), 'Variables');
};

describe('around the distribution', () => {
  it('every route but those of staff, whose token the gateway asks for first, answers 403 in one shape', async () => {
    const open = routes.filter(({ caller, path }) => caller !== 'staff' && path !== '$default');
    const shapes = new Set<string>();
    for (const { method, path } of open) {
      const answer = await around(path.replaceAll(/\{\w+\}/g, 'anything'), { method });
      const { instance: _instance, ...problem } = (await answer.json()) as Record<string, unknown>;
      shapes.add(JSON.stringify([answer.status, answer.headers.get('content-type'), problem]));
    }
    expect([...shapes]).toHaveLength(1);
    expect([...shapes][0]).toMatch(/^\[403,.*direct-call-refused/);
  });

  it('staff are refused too, and so is whoever asks for what is not there', async () => {
    const { token } = await newStaff(cloud, 'dewi', ['dpo']);
    const headers = { authorization: `Bearer ${token}` };
    const answers = [await around('/v1/staff/breaches', { headers }), await around('/nowhere')];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('a guessed, an empty and a nearly right secret are no secret, and nothing is read for them', async () => {
    const secret = String(settingsOf('sesetoro-player-show')['ORIGIN_SECRET']);
    expect(secret).toMatch(/^[A-Za-z0-9]{48}$/);
    const mark = cloud.cloud.journal.mark();
    for (const guess of ['', 'guess', secret.slice(1), `${secret},`, `${secret}${secret}`]) {
      const answer = await around('/v1/me', { headers: { 'x-origin-secret': guess, authorization: 'Bearer x' } });
      expect(answer.status).toBe(403);
    }
    expect(cloud.cloud.journal.since(mark)).toEqual([]);
    const right = await around('/v1/me', { headers: { 'x-origin-secret': secret } });
    expect([right.status, cloud.cloud.journal.since(mark).length]).toEqual([401, 0]);
  });
});

describe('through the distribution', () => {
  it('a client’s own secret and viewer headers count for nothing', async () => {
    const forged = { 'cloudfront-viewer-address': 'not-an-address', 'cloudfront-viewer-country': 'XX' };
    const headers = { 'x-origin-secret': 'guess', ...forged };
    expect((await cloud.api('GET /v1/health', { headers })).status).toBe(200);
  });

  it('functions are told where a request comes from, and answer nobody of whom they are not', async () => {
    const secret = String(settingsOf('sesetoro-service-show-health')['ORIGIN_SECRET']);
    const told = (headers: Record<string, string>) =>
      around('/v1/health', { headers: { 'x-origin-secret': secret, ...headers } });
    expect((await told({ 'cloudfront-viewer-address': '198.51.100.10:46532' })).status).toBe(200);
    expect((await told({ 'cloudfront-viewer-address': 'not-an-address' })).status).toBe(500);
    expect((await told({})).status).toBe(500);
    expect((await cloud.api('GET /v1/health')).status).toBe(200);
  });

  it('other web origins may ask as before: a preflight reaches the gateway', async () => {
    const preflight = (origin: string) =>
      fetch(`${cloud.cloud.apiAddress}/v1/sessions`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const ours = await preflight('http://127.0.0.1:8080');
    expect(ours.status).toBe(204);
    expect(ours.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8080');
    expect(ours.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await preflight('https://attacker.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('nothing that a function answers may be kept on the way', async () => {
    for (const route of ['GET /v1/health', 'GET /verification', 'GET /v1/me', 'GET /nowhere', 'GET /v1/openapi.json'])
      expect((await cloud.api(route)).headers.get('cache-control'), route).toBe('no-store');
  });
});

describe('the secret', () => {
  it('is known to functions of routes and to no other', () => {
    const functions = cloud.cloud.stage.resources('AWS::Lambda::Function');
    const knowing = functions.filter(({ name }) => settingsOf(name)['ORIGIN_SECRET'] !== undefined);
    expect(knowing).toHaveLength(routes.length);
    expect(knowing.every(({ properties }) => String(properties['KmsKeyArn']).includes(':key/'))).toBe(true);
  });

  it('is in no log', async () => {
    const secret = String(settingsOf('sesetoro-player-show')['ORIGIN_SECRET']);
    await cloud.settle();
    const names = [...cloud.cloud.host.functionNames(), 'api-access', 'local-cloud'];
    expect(names.flatMap((name) => cloud.cloud.logs.read(name)).filter((line) => line.includes(secret))).toEqual([]);
  });
});
