import type { RouteRow } from '#lib/route-row.ts';
import type { DescribedRoute } from './contracts.ts';
import { operationOf, pageOperation } from './openapi-operation.ts';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. The page of the slug is docs/problems.md.',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', pattern: '^urn:request:' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string', format: 'json-pointer' }, detail: { type: 'string' } },
      },
    },
  },
} as const;

const description =
  'Times are RFC 3339 in UTC, money is integer minor units with an ISO 4217 currency, phones are E.164. Unknown members of a ' +
  'request are refused. Bodies above 64 KiB are refused. The service answers at its public address only; whoever comes ' +
  'around it is refused with `direct-call-refused` (403). The gateway itself answers `{"message":"Unauthorized"}` (401) to a ' +
  'staff token that is missing or not valid, `{"message":"Too Many Requests"}` (429) when it is throttled, and ' +
  '`{"message":"Internal Server Error"}` (500) or `{"message":"Service Unavailable"}` (503) when a function cannot be reached: ' +
  'these are `application/json`, everything else that goes wrong is `application/problem+json`.';

const components = {
  securitySchemes: {
    playerToken: { type: 'http', scheme: 'bearer', description: 'The opaque access token of POST /v1/sessions.' },
    playerCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-session',
      description:
        'Set by POST /v1/sessions with the transport `cookie`, never together with a token. Every method but GET needs the ' +
        'header `x-csrf-token` with the value of the cookie `__Host-csrf`, and a page of the web origins.',
    },
    staffToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'Access token of the staff user pool.',
    },
    webhookSignature: {
      type: 'apiKey',
      in: 'header',
      name: 'webhook-signature',
      description:
        'Standard Webhooks, v1a (Ed25519) over id.timestamp.body; webhook-id and webhook-timestamp are needed too.',
    },
  },
  responses: {
    Fault: {
      description: 'Not the fault of the caller. With 503, `Retry-After` says when to try again.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
  schemas: { Problem: problemSchema },
} as const;

/** A route outside of the API answers a page for people and has no contract. */
const isPage = ({ method, path, caller }: RouteRow) =>
  method === 'GET' && caller === 'public' && !path.startsWith('/v1/');

function operationFor({ row, contract }: DescribedRoute): Record<string, unknown> | undefined {
  if (row.path === '$default') return undefined;
  if (contract !== undefined) return operationOf(row, contract);
  return isPage(row) ? pageOperation(row) : undefined;
}

/**
 * The API as an OpenAPI 3.1 document. `$default` is no operation; a route whose contract is missing is not described
 * (the architecture tests refuse it).
 */
export function openapiDocument(routes: readonly DescribedRoute[]): string {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operation = operationFor(route);
    const { path, method } = route.row;
    if (operation !== undefined) paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  const document = {
    openapi: '3.1.1',
    info: { title: 'sesetoro', version: '1', description },
    servers: [{ url: '/' }],
    paths,
    components,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
