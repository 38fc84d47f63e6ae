import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '#local/aws-error.ts';
import { openClock } from '#local/clock.ts';
import { openStaffIssuer } from '#local/cognito/issuer.ts';
import type { StaffIssuer } from '#local/cognito/issuer.ts';
import { httpApiListener } from '#local/http-api/http-api.ts';
import { FunctionError } from '#local/lambda/function-error.ts';
import type { Resource, Stage } from '#local/template/stage.ts';

const region = 'ap-southeast-3';
const pool = {
  region,
  userPoolId: `${region}_pool`,
  clientId: 'console',
  groups: ['dpo', 'auditor'],
  accessTokenSeconds: 600,
};
const issuerUrl = `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`;

let clock: ReturnType<typeof openClock>;
let issuer: StaffIssuer;
let server: Server;
let address: string;
let accessLines: string[];
let lastEvent: APIGatewayProxyEventV2;
let answer: (event: APIGatewayProxyEventV2) => unknown;

const resource = (type: string, name: string, properties: object): Resource => ({
  stackName: 'Api',
  logicalId: name,
  type: `AWS::ApiGatewayV2::${type}`,
  name,
  properties: properties as Resource['properties'],
});

function stageOf(routes: Record<string, object>, stageProperties: object): Stage {
  const all = [
    resource('Api', 'api', {
      CorsConfiguration: {
        AllowOrigins: ['https://play.test'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['content-type'],
        MaxAge: 60,
      },
    }),
    resource('Stage', '$default', { StageName: '$default', ...stageProperties }),
    resource('Authorizer', 'staff', { JwtConfiguration: { Issuer: issuerUrl, Audience: ['console'] } }),
    resource('Integration', 'one', {
      IntegrationUri: `arn:aws:lambda:${region}:000000000000:function:one`,
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 200,
    }),
    ...Object.entries(routes).map(([RouteKey, more]) =>
      resource('Route', RouteKey, { RouteKey, Target: 'integrations/one', ...more }),
    ),
  ];
  return {
    region,
    resources: (...types) => all.filter(({ type }) => types.includes(type)),
    arnOf: () => '',
    assetPath: () => '',
    outputs: new Map(),
  };
}

const routes = {
  'GET /players/{playerId}': {},
  'GET /players/me': {},
  'ANY /players/{playerId}/files/{path+}': {},
  'POST /players': {},
  'GET /staff': { AuthorizationType: 'JWT', AuthorizerId: 'staff' },
  'GET /machine': { AuthorizationType: 'AWS_IAM' },
};

async function start(more: Record<string, object> = {}, stageProperties: object = {}): Promise<void> {
  const listener = httpApiListener({
    stage: stageOf({ ...routes, ...more }, stageProperties),
    clock,
    trust: { issuer: issuer.issuer, keys: issuer.keys, now: () => clock.now() },
    invoke: async (_, event) => {
      lastEvent = event as APIGatewayProxyEventV2;
      return answer(lastEvent);
    },
    onAccess: (line) => accessLines.push(line),
    onDefect: (error) => {
      throw error;
    },
  });
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
}

const told = async (response: Response) => ({ status: response.status, body: await response.text() });

beforeEach(async () => {
  clock = openClock();
  issuer = await openStaffIssuer({ ...pool, clock });
  accessLines = [];
  answer = (event) => ({ statusCode: 200, body: event.routeKey });
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('the HTTP API', () => {
  it('chooses the most specific route and hands over decoded path parameters', async () => {
    await start();
    expect(await told(await fetch(`${address}/players/me`))).toEqual({ status: 200, body: 'GET /players/me' });
    await fetch(`${address}/players/a%20b`);
    expect(lastEvent.pathParameters).toEqual({ playerId: 'a b' });
    await fetch(`${address}/players/1/files/x/y`, { method: 'DELETE' });
    expect(lastEvent).toMatchObject({
      pathParameters: { playerId: '1', path: 'x/y' },
      routeKey: 'ANY /players/{playerId}/files/{path+}',
    });
  });

  it('answers 404 itself without a route, and leaves the rest to $default when there is one', async () => {
    await start();
    expect(await told(await fetch(`${address}/players/me/`))).toEqual({ status: 404, body: '{"message":"Not Found"}' });
    expect(await told(await fetch(`${address}/players/%zz`))).toEqual({
      status: 400,
      body: '{"message":"Bad Request"}',
    });
    await new Promise((resolve) => server.close(resolve));
    await start({ $default: {} });
    expect(await told(await fetch(`${address}/nowhere`, { method: 'PUT' }))).toEqual({ status: 200, body: '$default' });
  });

  it('hands over an event in payload format 2.0 that is stamped by the clock of the cloud', async () => {
    await start();
    clock.turnBy(1_000_000_000);
    await fetch(`${address}/players?a=1&a=2&b=%20c`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'x=1; y=2', 'user-agent': 'tester' },
      body: '{"name":"é"}',
    });
    expect(lastEvent).toMatchObject({
      version: '2.0',
      routeKey: 'POST /players',
      rawPath: '/players',
      rawQueryString: 'a=1&a=2&b=%20c',
      queryStringParameters: { a: '1,2', b: ' c' },
      cookies: ['x=1', 'y=2'],
      body: '{"name":"é"}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'POST', path: '/players', sourceIp: '127.0.0.1', userAgent: 'tester' },
        stage: '$default',
      },
    });
    expect(lastEvent.headers).not.toHaveProperty('cookie');
    expect(Math.abs(lastEvent.requestContext.timeEpoch - clock.now())).toBeLessThan(5000);
  });

  it('passes on what is not text in base64', async () => {
    await start();
    await fetch(`${address}/players`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array([255, 0]),
    });
    expect(lastEvent).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });

  it.each([
    ['an answer', { statusCode: 201, headers: { 'X-One': 'a' }, cookies: ['c=1'], body: 'b' }, 201, 'b'],
    ['an answer in base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 200, 'hi'],
    ['a plain value as a JSON body', { one: 1 }, 200, '{"one":1}'],
    [
      'a body that is no text as a defect',
      { statusCode: 200, body: { one: 1 } },
      500,
      '{"message":"Internal Server Error"}',
    ],
  ])('takes from a function %s', async (...[, returned, status, body]) => {
    await start();
    answer = () => returned;
    expect(await told(await fetch(`${address}/players/me`))).toEqual({ status, body });
  });

  it.each([
    [
      'fails',
      () => Promise.reject(new FunctionError({ errorType: 'Error', errorMessage: 'secret' })),
      500,
      'Internal Server Error',
    ],
    [
      'is throttled',
      () => Promise.reject(new AwsError('TooManyRequestsException', 'many', { status: 429 })),
      503,
      'Service Unavailable',
    ],
    ['is late', () => new Promise(() => {}), 503, 'Service Unavailable'],
  ])('answers itself when the function %s', async (...[, behave, status, message]) => {
    await start();
    answer = behave;
    expect(await told(await fetch(`${address}/players/me`))).toEqual({ status, body: JSON.stringify({ message }) });
  });

  it('refuses a body above the quota of API Gateway', async () => {
    await start();
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await told(await fetch(`${address}/players`, { method: 'POST', body }))).toEqual({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
  });

  it('refuses above the burst of the stage until the clock has run on', async () => {
    await start(
      {},
      {
        DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 },
        RouteSettings: { 'POST /players': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1 } },
      },
    );
    const statuses = async (method: string, path: string, count: number) => {
      const all = [];
      for (let index = 0; index < count; index += 1) all.push((await fetch(`${address}${path}`, { method })).status);
      return all;
    };
    expect(await statuses('GET', '/players/me', 3)).toEqual([200, 200, 429]);
    expect(await statuses('POST', '/players', 2)).toEqual([200, 429]);
    clock.turnBy(2000);
    expect(await statuses('GET', '/players/me', 1)).toEqual([200]);
  });
});

describe('CORS of the HTTP API', () => {
  const ask = (origin: string) =>
    fetch(`${address}/players`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('answers the preflight of an allowed origin', async () => {
    await start();
    const response = await ask('https://play.test');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://play.test',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '60',
    });
  });

  it('tells a foreign origin nothing, and lets an allowed one read even the own answers', async () => {
    await start();
    expect((await ask('https://evil.test')).headers.get('access-control-allow-origin')).toBeNull();
    const response = await fetch(`${address}/none`, { headers: { origin: 'https://play.test' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://play.test');
  });
});

describe('the JWT authorizer', () => {
  const call = (token?: string) =>
    fetch(`${address}/staff`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

  it('hands over the claims of a token as strings, a list in brackets', async () => {
    await start();
    const { accessToken, subject } = await issuer.issue({ name: 'dewi', groups: ['dpo', 'auditor'] });
    expect((await call(accessToken)).status).toBe(200);
    expect(lastEvent.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            'cognito:groups': '[dpo auditor]',
            token_use: 'access',
            client_id: 'console',
            iss: issuerUrl,
            sub: subject,
            username: 'dewi',
            exp: expect.stringMatching(/^\d+$/),
          },
          scopes: null,
        },
      },
    });
  });

  it('refuses no token, a forged one, one of another pool or client, and an expired one', async () => {
    await start();
    const { accessToken } = await issuer.issue({ name: 'dewi', groups: ['dpo'] });
    const other = await openStaffIssuer({ ...pool, clientId: 'other', clock });
    const [header, payload, signature] = accessToken.split('.');
    const forged = `${header}.${Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload!, 'base64url').toString()), username: 'root' })).toString('base64url')}.${signature}`;
    for (const token of [
      undefined,
      'nonsense',
      forged,
      (await other.issue({ name: 'dewi', groups: [] })).accessToken,
    ]) {
      expect(await told(await call(token))).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
    }
    clock.turnBy(601_000);
    expect((await call(accessToken)).headers.get('www-authenticate')).toContain('expired');
  });

  it('refuses an unsigned request to a route of machines', async () => {
    await start();
    expect(await told(await fetch(`${address}/machine`))).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  });
});

describe('the access log', () => {
  it('holds one line per request in the format of the stage, and a hyphen for what there is not', async () => {
    await start(
      {},
      {
        AccessLogSettings: {
          Format:
            '{"id":"$context.requestId","route":"$context.routeKey","status":"$context.status","x":"$context.nothing"}',
        },
      },
    );
    await fetch(`${address}/players/me?name=secret`);
    await fetch(`${address}/none`);
    await expect.poll(() => accessLines.length).toBe(2);
    const [first, second] = accessLines.map((line) => JSON.parse(line));
    expect(first).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      route: 'GET /players/me',
      status: '200',
      x: '-',
    });
    expect(second).toMatchObject({ route: '-', status: '404' });
  });
});
