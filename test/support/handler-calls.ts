import type { APIGatewayProxyEventV2, Context, SQSEvent } from 'aws-lambda';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HttpHandler } from '#functions/edge/http.ts';
import type { QueueHandler, ScheduleHandler } from '#functions/edge/queue.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { sealField } from '#stores/sealing.ts';
import { openSessions } from '#stores/sessions.ts';

/** A player who is signed in. */
export interface SignedIn {
  playerId: string;
  accessToken: string;
}

const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 60_000 } as Context;

/** What the distribution adds to every request; `openHandlerServices` tells handlers the secret. */
export const fromDistribution = {
  'x-origin-secret': 'local-origin-secret',
  'cloudfront-viewer-address': '127.0.0.1:46532',
} as const;

/** Writes an account as it is after registration, and signs it in. */
export async function signIn(
  now: Date,
  { birthDate, ...account }: { language?: 'en' | 'id'; jurisdiction?: string; state?: string; birthDate?: string } = {},
): Promise<SignedIn> {
  const playerId = newId();
  const at = now.toISOString();
  const sealed = birthDate === undefined ? {} : { birthDate: await sealBirthDate(playerId, birthDate) };
  const Item = { language: 'en', jurisdiction: 'ID', state: 'open', ...account, ...sealed, sessionsValidFrom: at };
  await documentClient().send(
    new PutCommand({ TableName: 'players', Item: { pk: playerId, sk: 'account', schemaVersion: 1, ...Item } }),
  );
  const { accessToken, write } = openSessions().open(playerId, { deviceKind: 'other' }, now);
  if (write.Put) await documentClient().send(new PutCommand(write.Put));
  return { playerId, accessToken };
}

async function sealBirthDate(playerId: string, birthDate: string): Promise<Uint8Array> {
  const { key, write } = await openSubjectKeys().create(playerId, 'identity');
  if (write.Put) await documentClient().send(new PutCommand(write.Put));
  return sealField(key, { field: 'birthDate', recordId: playerId }, birthDate);
}

/** A call of a route. */
interface RouteCall {
  now: Date;
  accessToken?: string;
  body?: unknown;
  path?: Record<string, string>;
  query?: Record<string, string> | undefined;
  /** What the gateway read from the token of a member of staff. */
  claims?: Record<string, string>;
  idempotencyKey?: string;
  /** By default one that has no body is a GET, every other a POST. */
  method?: string;
  /** Further headers, or others in the place of those that the distribution writes. */
  headers?: Record<string, string>;
  cookies?: string[];
}

function headersOf(call: RouteCall): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...fromDistribution,
    ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
    ...(call.accessToken === undefined ? {} : { authorization: `Bearer ${call.accessToken}` }),
    ...call.headers,
  };
}

/** Calls a route as API Gateway does (payload 2.0) and answers status, headers and the parsed body. */
export async function callRoute(
  handler: HttpHandler,
  call: RouteCall,
): Promise<{ status: number; headers: Record<string, unknown>; body: Record<string, unknown>; cookies: string[] }> {
  const event = {
    headers: headersOf(call),
    ...(call.cookies === undefined ? {} : { cookies: call.cookies }),
    pathParameters: call.path,
    queryStringParameters: call.query,
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request',
      routeKey: 'TEST /',
      timeEpoch: call.now.getTime(),
      http: { method: call.method ?? (call.body === undefined ? 'GET' : 'POST'), userAgent: 'test' },
      authorizer: { jwt: { claims: call.claims ?? {} } },
    },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode = 0, headers = {}, body, cookies = [] } = await handler(event, context);
  return { status: statusCode, headers, cookies, body: JSON.parse(body || '{}') as Record<string, unknown> };
}

/** Delivers one message as the mapping of a queue does; answers whether it was handled. */
export async function deliver(handler: QueueHandler, message: unknown): Promise<boolean> {
  const record = { messageId: newId(), body: JSON.stringify(message), attributes: { ApproximateReceiveCount: '1' } };
  const { batchItemFailures } = await handler({ Records: [record] } as unknown as SQSEvent, context);
  return batchItemFailures.length === 0;
}

/** Starts a function as its schedule does. */
export async function tick(handler: ScheduleHandler): Promise<void> {
  await handler({}, context);
}
