import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refused } from '#domain/decision.ts';
import { expectCallerKind } from './caller.ts';
import type { Answer, Command, Contract } from './contract.ts';
import { decideAndRender, type HttpHandler } from './http.ts';
import { refuseDirectCall } from './origin.ts';
import { renderRefusal } from './problem.ts';
import { answerAlways } from './render.ts';
import { bodyBytes, parseRequest } from './request.ts';

/** A webhook before anybody trusts it: the bytes as they came, since the signature is over them. */
export interface WebhookRequest<C extends Contract> {
  path: Command<C>['path'];
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  /** SHA-256 of the body, hex. */
  bodyHash: string;
  now: Date;
  requestId: string;
}

/** A route for machines that sign what they send. The contract has no body: the handler parses it once it is authentic. */
export function webhookHttp<C extends Contract>(
  contract: C,
  handle: (request: WebhookRequest<C>) => Promise<Answer<C> | Refused>,
): HttpHandler {
  const respond = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const direct = refuseDirectCall(event);
    if (direct !== undefined) return direct;
    expectCallerKind('webhook');
    const { requestId, timeEpoch } = event.requestContext;
    const parsed = parseRequest(contract, event);
    if (parsed.outcome === 'refused') return renderRefusal(parsed, requestId);
    const request = {
      // Parsed by this contract's schema a line ago; its static type follows from it.
      path: parsed.path as Command<C>['path'],
      headers: event.headers,
      body: bodyBytes(event),
      bodyHash: parsed.bodyHash,
      now: new Date(timeEpoch),
      requestId,
    };
    return decideAndRender(contract, { requestId, actorKind: 'processor' }, () => handle(request));
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().use(answerAlways()).handler(respond);
}
