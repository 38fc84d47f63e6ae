// $default: whatever no other route takes
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { refused } from '#domain/decision.ts';
import type { HttpHandler } from '#functions/edge/http.ts';
import { expectCallerKind } from '#functions/edge/caller.ts';
import { refuseDirectCall } from '#functions/edge/origin.ts';
import { renderRefusal } from '#functions/edge/problem.ts';
import openapi from '../../docs/openapi.json' with { type: 'json' };

const methodsByPath = Object.entries<object>(openapi.paths).map(([path, operations]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  methods: Object.keys(operations).map((method) => method.toUpperCase()),
}));

/** Answers 405 with `Allow` where another method exists (RFC 9110, 15.5.6), else 404. */
export const handler: HttpHandler = (event) => {
  const direct = refuseDirectCall(event);
  if (direct !== undefined) return Promise.resolve(direct);
  expectCallerKind('public');
  const { requestId, http } = event.requestContext;
  const allowed = methodsByPath.find(({ pattern }) => pattern.test(http.path))?.methods;
  const response: APIGatewayProxyStructuredResultV2 =
    allowed === undefined
      ? renderRefusal(refused('not-found'), requestId)
      : withAllow(renderRefusal(refused('method-not-allowed'), requestId), allowed);
  return Promise.resolve(response);
};

function withAllow(
  response: APIGatewayProxyStructuredResultV2,
  methods: readonly string[],
): APIGatewayProxyStructuredResultV2 {
  return { ...response, headers: { ...response.headers, allow: methods.join(', ') } };
}
