import type { IncomingHttpHeaders } from 'node:http';
import { localAccount } from '../identity.ts';
import { gatewayTime } from './access-log.ts';
import type { RouteMatch } from './routes.ts';

/** A request as the gateway received it. */
export interface GatewayRequest {
  requestId: string;
  apiId: string;
  stageName: string;
  method: string;
  /** Path and query as sent. */
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
  receivedAtMs: number;
  match: RouteMatch;
  /** What the authorizer found, under `requestContext.authorizer`. */
  authorizer?: unknown;
}

/** Media types that an HTTP API passes on as text; every other body arrives in base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml))/;

function queryOf(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(',')]));
}

function bodyOf({ body, headers }: GatewayRequest) {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = textTypes.test(headers['content-type'] ?? 'text/plain');
  return { body: body.toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
}

function headersOf({ headers, sourceIp }: GatewayRequest): Record<string, string> {
  const forwarded = [headers['x-forwarded-for'], sourceIp].flat().filter(Boolean).join(', ');
  const passedOn = Object.entries(headers).filter(([name]) => name !== 'cookie');
  const sent = passedOn.map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(sent), 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' };
}

function contextOf(request: GatewayRequest) {
  const { headers, method, path, sourceIp, apiId, stageName, requestId, receivedAtMs } = request;
  return {
    accountId: localAccount,
    apiId,
    ...(request.authorizer === undefined ? {} : { authorizer: request.authorizer }),
    domainName: headers.host ?? 'localhost',
    domainPrefix: apiId,
    http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
    requestId,
    routeKey: request.match.route.routeKey,
    stage: stageName,
    time: gatewayTime(receivedAtMs),
    timeEpoch: receivedAtMs,
  };
}

/** The event that a function receives, in payload format 2.0. */
export function eventFrom(request: GatewayRequest) {
  const { query, headers, match } = request;
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: request.path,
    rawQueryString: query,
    ...(headers.cookie === undefined ? {} : { cookies: headers.cookie.split(/;\s*/) }),
    headers: headersOf(request),
    ...(query === '' ? {} : { queryStringParameters: queryOf(query) }),
    requestContext: contextOf(request),
    ...(Object.keys(match.pathParameters).length === 0 ? {} : { pathParameters: match.pathParameters }),
    ...bodyOf(request),
  };
}
