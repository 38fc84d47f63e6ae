import http from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributionListener } from '#local/cloudfront/distribution.ts';
import type { DistributionSettings } from '#local/cloudfront/read-distribution.ts';
import { listen, stopListening } from '#local/wiring/listen.ts';

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

const settings: DistributionSettings = {
  methods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
  headers: new Set([
    'content-type',
    'authorization',
    'user-agent',
    'cloudfront-viewer-address',
    'cloudfront-viewer-country',
    'cloudfront-viewer-city',
  ]),
  passesCookies: true,
  passesQuery: true,
  customHeaders: { 'x-origin-secret': 'the-secret' },
};

let received: Received[] = [];
const origin = http.createServer((request, response) => {
  void text(request).then((body) => {
    const { method, url, headers } = request;
    received.push({ method, url, headers, body });
    if (url === '/break') return void response.destroy();
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.writeHead(url === '/missing' ? 404 : 201, { 'cache-control': 'no-store', 'content-type': 'text/plain' });
    response.end('answered');
  });
});
const cdn = http.createServer();
let address = '';
beforeAll(async () => {
  const originAddress = await listen(origin, 0, { name: 'the origin', option: 'none' });
  cdn.on('request', distributionListener({ settings, originAddress }));
  address = await listen(cdn, 0, { name: 'the distribution', option: 'none' });
});
afterAll(async () => {
  await stopListening(cdn);
  await stopListening(origin);
});

async function ask(
  path: string,
  request: RequestInit = {},
): Promise<{ answer: Response; body: string; got: Received }> {
  received = [];
  const answer = await fetch(`${address}${path}`, request);
  return { answer, body: await answer.text(), got: received[0] ?? { method: '', url: '', headers: {}, body: '' } };
}

describe('a distribution', () => {
  it('passes method, path, query, body and cookies on, and the answer back', async () => {
    const headers = { 'content-type': 'text/plain', cookie: 'one=1; two=2' };
    const { answer, body, got } = await ask('/v1/a%20b?x=1&y=2', { method: 'POST', headers, body: 'sent' });
    expect(got).toMatchObject({ method: 'POST', url: '/v1/a%20b?x=1&y=2', body: 'sent' });
    expect(got.headers.cookie).toBe('one=1; two=2');
    expect([answer.status, body, answer.headers.get('cache-control')]).toEqual([201, 'answered', 'no-store']);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect((await ask('/missing')).answer.status).toBe(404);
  });

  it('lets through the headers that its policies name and no other', async () => {
    const headers = {
      authorization: 'Bearer one',
      'x-other': 'kept back',
      'accept-language': 'id',
      'user-agent': 'me',
    };
    const { got } = await ask('/', { headers });
    expect(got.headers).toMatchObject({ authorization: 'Bearer one', 'user-agent': 'me' });
    expect(Object.keys(got.headers)).not.toContain('x-other');
    expect(Object.keys(got.headers)).not.toContain('accept-language');
  });

  it('proves itself, and says where the viewer is by the socket', async () => {
    const { got } = await ask('/');
    expect(got.headers['x-origin-secret']).toBe('the-secret');
    expect(got.headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(got.headers['cloudfront-viewer-country']).toBeUndefined();
  });

  it('throws away what a client sends under names of its own', async () => {
    const headers = {
      'X-Origin-Secret': 'forged',
      'CloudFront-Viewer-Address': '203.0.113.1:1',
      'CloudFront-Viewer-Country': 'SG',
      'CloudFront-Is-Mobile-Viewer': 'true',
      'X-Forwarded-For': '203.0.113.1',
    };
    const { got } = await ask('/', { headers });
    expect(got.headers['x-origin-secret']).toBe('the-secret');
    expect(got.headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:/);
    expect(got.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(got.headers['cloudfront-viewer-country']).toBeUndefined();
    expect(got.headers['cloudfront-is-mobile-viewer']).toBeUndefined();
  });

  it('takes a place from tests, which the origin sees as the viewer’s', async () => {
    const headers = {
      'x-local-viewer-address': '2001:db8::7',
      'x-local-viewer-country': 'ID',
      'x-local-viewer-city': 'Bandung',
    };
    const { got } = await ask('/', { headers });
    expect(got.headers['cloudfront-viewer-address']).toMatch(/^2001:db8::7:\d+$/);
    expect(got.headers).toMatchObject({ 'cloudfront-viewer-country': 'ID', 'cloudfront-viewer-city': 'Bandung' });
    expect(Object.keys(got.headers).filter((name) => name.startsWith('x-local-'))).toEqual([]);
  });

  it('refuses methods that it does not have, and says when the origin does not answer', async () => {
    expect((await ask('/', { method: 'PUT', body: 'x' })).answer.status).toBe(403);
    expect((await ask('/break')).answer.status).toBe(502);
  });

  it('answers a hundred at once', async () => {
    received = [];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, each) => fetch(`${address}/${each}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(received.map(({ url }) => url)).size).toBe(100);
  });
});
