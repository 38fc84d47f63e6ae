import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { html } from '#local/pages/html.ts';
import { referencePage } from '#local/pages/reference.ts';
import { call, heard, startSample } from '#test/support/local/sample-cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startSample();
});
afterAll(() => cloud.stop());

const get = async (path: string) => {
  const response = await fetch(`${cloud.consoleAddress}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const post = async (path: string, body: unknown, type = 'application/json') => {
  const response = await fetch(`${cloud.consoleAddress}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

describe('the pages of the console', () => {
  it('show addresses, functions, queues, schedules and what was refused', async () => {
    await call(cloud, 'GET /scan');
    const { text, headers } = await get('/');
    for (const told of [cloud.apiAddress, 'ItemsFunction', 'DeadLetters', 'rate(1 hour)', 'dynamodb:Scan'])
      expect(text).toContain(told);
    expect(headers.get('content-security-policy')).toBe("default-src 'self'");
  });

  it('load nothing from elsewhere', async () => {
    const { text } = await get('/');
    expect(
      [...text.matchAll(/(?:src|href)="([^"]+)"/g)]
        .map((match) => match[1]!)
        .filter((address) => !address.startsWith('/')),
    ).toEqual([]);
    expect((await get('/style.css')).text).not.toMatch(/url\(|@import/);
  });

  it('show mails, and the HTML of a mail only in a frame without scripts', async () => {
    await call(cloud, 'POST /mails', 'reader@example.com');
    const [mail] = cloud.mail.mails({ to: 'reader@example.com' });
    expect((await get('/inbox')).text).toContain('reader@example.com');
    expect((await get(`/inbox/${mail!.messageId}`)).text).toContain('A mail');
    expect((await get('/inbox/none')).status).toBe(404);
    const json = JSON.parse((await get('/inbox.json?to=reader@example.com')).text);
    expect(json).toMatchObject([{ subject: 'Hello' }]);
  });

  it('show the log of a function', async () => {
    await call(cloud, 'GET /throw');
    const name = cloud.host.functionNames().find((each) => each.includes('ItemsFunction'));
    expect((await get(`/logs/${name}`)).text).toContain('thrown by the handler');
  });

  it('escape whatever they are given', () => {
    expect(html`<p title="${'"'}">${'<script>&'}</p>`.markup).toBe('<p title="&quot;">&lt;script&gt;&amp;</p>');
  });

  it('say so when the API serves no description of itself', async () => {
    expect((await get('/reference')).text).toContain('does not serve');
  });

  it('lay out an OpenAPI document with schemas, references and examples', () => {
    const text = referencePage({
      info: { title: 'Sample', version: '1' },
      components: {
        schemas: {
          Player: {
            type: 'object',
            required: ['id'],
            properties: { id: { type: 'string', format: 'uuid' }, next: { $ref: '#/components/schemas/Player' } },
          },
        },
      },
      paths: {
        '/v1/players': {
          post: {
            summary: 'Registers <b>',
            requestBody: {
              content: {
                'application/json': { schema: { $ref: '#/components/schemas/Player' }, example: { id: 'x' } },
              },
            },
            responses: { 202: { description: 'Taken' } },
          },
        },
      },
    });
    for (const told of [
      'POST',
      '/v1/players',
      'Registers &lt;b&gt;',
      'format &quot;uuid&quot;',
      'application/json',
      'Taken',
      '202',
    ])
      expect(text).toContain(told);
  });
});

describe('the control endpoints', () => {
  it('turn the clock forward, and refuse to turn it back', async () => {
    const { json } = await post('/clock', { turnByMs: 60_000 });
    expect(json).toMatchObject({ offsetMs: 60_000 });
    expect((await post('/clock', { turnByMs: -1 })).status).toBe(400);
    expect((await post('/clock', {})).status).toBe(400);
  });

  it('lay and show faults', async () => {
    expect((await post('/faults', [{ kind: 'throttle', action: 'sqs:SendMessage' }])).json).toEqual({
      faults: [{ kind: 'throttle', action: 'sqs:SendMessage' }],
    });
    expect((await post('/faults', [{ kind: 'nonsense' }])).status).toBe(400);
    await post('/faults', []);
  });

  it('fire a schedule and wait until it is done', async () => {
    await post('/schedules/Nightly/fire', {});
    expect((await post('/settle', { timeoutMs: 5000 })).status).toBe(200);
    expect(heard(cloud, 'NightWorker')).toHaveLength(1);
  });

  it('issue staff tokens that the published keys verify', async () => {
    const { json } = await post('/staff-tokens', { name: 'dewi', groups: ['dpo'] });
    expect(json).toMatchObject({ accessToken: expect.stringMatching(/^ey/), expiresInSeconds: 3600 });
    expect(JSON.parse((await get('/.well-known/jwks.json')).text).keys).toHaveLength(1);
    expect((await post('/staff-tokens', { name: 'dewi', groups: ['nobody'] })).status).toBe(400);
  });

  it('read journal, denials, schedules and logs', async () => {
    await call(cloud, 'GET /scan');
    const { mark, entries } = JSON.parse((await get('/journal?since=0')).text);
    expect(entries).toHaveLength(mark);
    expect(JSON.parse((await get('/denials')).text).at(-1)).toMatchObject({ action: 'dynamodb:Scan' });
    expect(JSON.parse((await get('/schedules')).text)).toHaveLength(2);
    expect(Object.keys(JSON.parse((await get('/logs')).text)).join()).toContain('ItemsFunction');
  });

  it('take orders only as JSON, which no web page of another origin can send unasked', async () => {
    expect((await post('/clock', { turnByMs: 1 }, 'text/plain')).status).toBe(415);
    expect((await fetch(`${cloud.consoleAddress}/nowhere`, { method: 'POST' })).status).toBe(404);
  });
});
