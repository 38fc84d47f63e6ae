import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { textAt, optionalTextAt, recordAt } from '../template/properties.ts';
import type { Stage } from '../template/stage.ts';
import { accessLogLine, gatewayTime } from './access-log.ts';
import type { LogContext } from './access-log.ts';
import { openGateway } from './gateway.ts';
import type { Exchange, Gateway, GatewayOptions } from './gateway.ts';

/** Settings of the HTTP API's server. */
export interface HttpApiOptions extends GatewayOptions {
  /** Takes lines of the access log, in the format that the stage sets. */
  onAccess(line: string): void;
  /** Takes what should never happen. */
  onDefect(error: unknown): void;
}

function logContext({ request, routeKey, answer, integrationLatencyMs }: Exchange, latencyMs: number): LogContext {
  return {
    accountId: 'local',
    apiId: request.apiId,
    domainName: request.headers.host,
    'error.message': answer.errorMessage,
    httpMethod: request.method,
    'identity.sourceIp': request.sourceIp,
    'identity.userAgent': request.headers['user-agent'],
    integrationLatency: integrationLatencyMs,
    'integration.latency': integrationLatencyMs,
    path: request.path,
    protocol: 'HTTP/1.1',
    requestId: request.requestId,
    requestTime: gatewayTime(request.receivedAtMs),
    requestTimeEpoch: request.receivedAtMs,
    responseLatency: latencyMs,
    responseLength: Buffer.byteLength(answer.body),
    routeKey,
    stage: request.stageName,
    status: answer.status,
  };
}

function accessLogFormat(stage: Stage): string | undefined {
  const [apiStage] = stage.resources('AWS::ApiGatewayV2::Stage');
  const settings = recordAt(apiStage?.properties ?? {}, 'AccessLogSettings');
  return optionalTextAt(settings, 'Format') === undefined ? undefined : textAt(settings, 'Format');
}

function send(response: ServerResponse, { answer, request }: Exchange): void {
  response.sendDate = false;
  response.setHeader('date', new Date(request.receivedAtMs).toUTCString());
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.writeHead(answer.status).end(request.method === 'HEAD' ? undefined : answer.body);
}

interface Served {
  gateway: Gateway;
  format: string | undefined;
}

async function serve(incoming: IncomingMessage, response: ServerResponse, served: Served): Promise<string | undefined> {
  const startedAt = performance.now();
  const exchange = await served.gateway(incoming);
  send(response, exchange);
  if (served.format === undefined) return undefined;
  return accessLogLine(served.format, logContext(exchange, Math.round(performance.now() - startedAt)));
}

/** Answers the requests of the stage's API. */
export function httpApiListener(options: HttpApiOptions): RequestListener {
  const served = { gateway: openGateway(options), format: accessLogFormat(options.stage) };
  return (incoming, response) => {
    serve(incoming, response, served).then(
      (line) => {
        if (line !== undefined) options.onAccess(line);
      },
      (error: unknown) => {
        options.onDefect(error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}');
      },
    );
  };
}
