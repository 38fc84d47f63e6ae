import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import { localAccount } from '../identity.ts';
import { recordAt } from '../template/properties.ts';
import type { Stage } from '../template/stage.ts';
import { authorizeRequest } from './authorizer.ts';
import type { AuthorizerOptions } from './authorizer.ts';
import { callFunction } from './call-function.ts';
import type { Invoke } from './call-function.ts';
import { readCors } from './cors.ts';
import { eventFrom } from './event.ts';
import type { GatewayRequest } from './event.ts';
import { ownAnswers } from './gateway-answer.ts';
import type { GatewayAnswer } from './gateway-answer.ts';
import { readBody } from './read-body.ts';
import { readRoutes, routeFinder } from './routes.ts';
import type { RouteMatch } from './routes.ts';
import { openThrottle } from './throttle.ts';

/** What the gateway needs of the rest of the cloud. */
export interface GatewayOptions extends AuthorizerOptions {
  stage: Stage;
  clock: Clock;
  invoke: Invoke;
}

/** A request and its answer. */
export interface Exchange {
  request: Omit<GatewayRequest, 'match'>;
  routeKey: string | undefined;
  answer: GatewayAnswer;
  /** Milliseconds that the function took; absent when the gateway answered itself. */
  integrationLatencyMs?: number;
}

/** Answers requests as an HTTP API of API Gateway does; everything but the socket. */
export type Gateway = (incoming: IncomingMessage) => Promise<Exchange>;

/** API Gateway's payload quota: 10 MB. */
const bodyBytesMax = 10 * 1024 * 1024;

const nothing = { name: undefined, properties: {} };

function readApi(stage: Stage) {
  const [api = nothing, second] = stage.resources('AWS::ApiGatewayV2::Api');
  const [apiStage = nothing] = stage.resources('AWS::ApiGatewayV2::Stage');
  if (second !== undefined) throw new Error('The local cloud serves one HTTP API');
  const { name: stageName = '$default', properties: stageProperties } = apiStage;
  if (stageName !== '$default') throw new Error(`The local cloud serves the stage $default, not ${stageName}`);
  const cors = readCors(recordAt(api.properties, 'CorsConfiguration'));
  return { apiId: api.name ?? 'none', stageName, stageProperties, cors };
}

function receive(incoming: IncomingMessage) {
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  return {
    requestId: randomUUID(),
    method: incoming.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: incoming.headers,
    sourceIp: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

/**
 * Opens the gateway of the stage's HTTP API; without one it answers 404 to everything.
 * Throws an Error when there is more than one API, or a stage that is not `$default`.
 */
export function openGateway(options: GatewayOptions): Gateway {
  const { stage, clock } = options;
  const { apiId, stageName, stageProperties, cors } = readApi(stage);
  const find = routeFinder(readRoutes(stage));
  const mayPass = openThrottle(stageProperties, () => clock.now());

  const findSafely = (method: string, path: string): RouteMatch | GatewayAnswer => {
    try {
      return find(method, path) ?? ownAnswers.notFound();
    } catch (error) {
      if (error instanceof URIError) return ownAnswers.badRequest();
      throw error;
    }
  };

  const answerRoute = async (incoming: IncomingMessage, request: GatewayRequest) => {
    const { authorization, routeKey } = request.match.route;
    if (!mayPass(routeKey)) return { answer: ownAnswers.tooMany() };
    const [method = '', path = ''] = routeKey.split(' ');
    const resource = `arn:aws:execute-api:${stage.region}:${localAccount}:${apiId}/${stageName}/${method}${path}`;
    const verdict = await authorizeRequest({ incoming, body: request.body, authorization, resource }, options);
    if ('refusal' in verdict) return { answer: verdict.refusal };
    const startedAt = performance.now();
    const event = eventFrom({ ...request, authorizer: verdict.authorizer });
    const answer = await callFunction(request.match.route, event, options.invoke);
    return { answer, integrationLatencyMs: Math.round(performance.now() - startedAt) };
  };

  const answer = async (incoming: IncomingMessage, request: Exchange['request'], tooLarge: boolean) => {
    const preflight = cors.preflight(request.method, request.headers);
    if (preflight !== undefined) return { routeKey: undefined, answer: { status: 204, headers: preflight, body: '' } };
    const match = findSafely(request.method, request.path);
    if (!('route' in match)) return { routeKey: undefined, answer: match };
    const { routeKey } = match.route;
    if (tooLarge) return { routeKey, answer: ownAnswers.tooLarge() };
    return { routeKey, ...(await answerRoute(incoming, { ...request, match })) };
  };

  return async (incoming) => {
    const receivedAtMs = clock.now();
    const body = await readBody(incoming, bodyBytesMax);
    const request = { ...receive(incoming), apiId, stageName, receivedAtMs, body: body ?? Buffer.alloc(0) };
    const exchange = await answer(incoming, request, body === undefined);
    const headers = { ...exchange.answer.headers, ...cors.headersFor(incoming.headers) };
    const withId = { ...headers, 'apigw-requestid': request.requestId };
    return { request, ...exchange, answer: { ...exchange.answer, headers: withId } };
  };
}
