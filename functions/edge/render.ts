import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { refused } from '#domain/decision.ts';
import { KeyEnded, NotFound, Unavailable } from '#stores/failures.ts';
import { logDefect, logEvent } from './log.ts';
import { renderFault, renderRefusal } from './problem.ts';

type HttpMiddleware = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/**
 * Turns whatever was thrown into a problem, so that nothing reaches the runtime, and logs one coded line per request:
 * route, status, duration.
 */
export function answerAlways(): HttpMiddleware {
  return {
    after: (request) => report(request.event, request.response),
    onError: (request) => {
      request.response = renderFailure(request.error, request.event.requestContext.requestId);
      report(request.event, request.response);
    },
  };
}

/** Renders a failure of a store, or a defect, which is logged and answered 500. */
function renderFailure(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  if (error instanceof NotFound || error instanceof KeyEnded) return renderRefusal(refused('not-found'), requestId);
  if (error instanceof Unavailable) {
    logEvent('SERVICE_UNAVAILABLE', { requestId, errorName: error.name });
    return renderFault({ status: 503, retryAfterSeconds: 2 }, requestId);
  }
  logDefect(error, { requestId });
  return renderFault({ status: 500 }, requestId);
}

function report(event: APIGatewayProxyEventV2, response: APIGatewayProxyStructuredResultV2 | null | undefined): void {
  const { requestId, routeKey, timeEpoch } = event.requestContext;
  const status = response?.statusCode ?? 500;
  logEvent('REQUEST_ANSWERED', { requestId, route: routeKey, status, latencyMilliseconds: Date.now() - timeEpoch });
}
