import { optionalTextAt, recordAt, textAt, textsAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

/** How a route knows its caller. */
export type RouteAuthorization =
  | { kind: 'none' }
  | { kind: 'iam' }
  | { kind: 'jwt'; issuer: string; audience: readonly string[]; scopes: readonly string[] };

/** One route of the HTTP API and the function behind it. */
export interface Route {
  /** For example `GET /v1/players/{playerId}`, or `$default`. */
  routeKey: string;
  functionName: string;
  timeoutMs: number;
  authorization: RouteAuthorization;
}

/** A route that fits a request, with its path parameters decoded. */
export interface RouteMatch {
  route: Route;
  pathParameters: Readonly<Record<string, string>>;
}

/** What an HTTP API waits for its function at most (and by default). */
const integrationTimeoutMs = 30_000;

function referenced(resources: readonly Resource[], name: string, what: string): Resource {
  const found = resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The template names no ${what} ${name}`);
  return found;
}

function readAuthorization(stage: Stage, { properties }: Resource): RouteAuthorization {
  const type = optionalTextAt(properties, 'AuthorizationType') ?? 'NONE';
  if (type === 'NONE') return { kind: 'none' };
  if (type === 'AWS_IAM') return { kind: 'iam' };
  if (type !== 'JWT') throw new Error(`The local cloud knows no ${type} authorizer`);
  const authorizers = stage.resources('AWS::ApiGatewayV2::Authorizer');
  const authorizer = referenced(authorizers, textAt(properties, 'AuthorizerId'), 'authorizer');
  const settings = recordAt(authorizer.properties, 'JwtConfiguration');
  const scopes = textsAt(properties, 'AuthorizationScopes');
  return { kind: 'jwt', issuer: textAt(settings, 'Issuer'), audience: textsAt(settings, 'Audience'), scopes };
}

function readRoute(stage: Stage, route: Resource): Route {
  const integrations = stage.resources('AWS::ApiGatewayV2::Integration');
  const target = textAt(route.properties, 'Target').replace('integrations/', '');
  const { properties } = referenced(integrations, target, 'integration');
  const version = textAt(properties, 'PayloadFormatVersion');
  if (version !== '2.0') throw new Error(`The local cloud knows no payload format ${version}`);
  return {
    routeKey: textAt(route.properties, 'RouteKey'),
    functionName: functionNameFrom(textAt(properties, 'IntegrationUri')),
    timeoutMs: Number(optionalTextAt(properties, 'TimeoutInMillis') ?? integrationTimeoutMs),
    authorization: readAuthorization(stage, route),
  };
}

/** The name in a function's ARN, also where API Gateway wraps it in a path of its own. */
export function functionNameFrom(arn: string): string {
  const name = /:function:([^:/]+)/.exec(arn)?.[1];
  if (name === undefined) throw new Error(`${arn} names no function`);
  return name;
}

/** Reads all routes of the stage's HTTP API. */
export function readRoutes(stage: Stage): readonly Route[] {
  return stage.resources('AWS::ApiGatewayV2::Route').map((route) => readRoute(stage, route));
}

interface Pattern {
  route: Route;
  method: string;
  /** The more of the path is literal, the earlier it is tried; a method before ANY. */
  rank: string;
  expression: RegExp;
  names: readonly string[];
}

const segmentKinds = [
  { test: /^\{(\w+)\+\}$/, rank: '2', expression: '(.+)' },
  { test: /^\{(\w+)\}$/, rank: '1', expression: '([^/]+)' },
];

function compile(route: Route): Pattern {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const names: string[] = [];
  const segments = path.split('/').map((segment) => {
    const kind = segmentKinds.find(({ test }) => test.test(segment));
    if (kind === undefined)
      return { rank: '0', expression: segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`) };
    names.push(kind.test.exec(segment)?.[1] ?? '');
    return kind;
  });
  return {
    route,
    method,
    rank: segments.map(({ rank }) => rank).join('') + (method === 'ANY' ? '1' : '0'),
    expression: new RegExp(`^${segments.map(({ expression }) => expression).join('/')}$`),
    names,
  };
}

function parametersOf({ expression, names }: Pattern, path: string): Record<string, string> | undefined {
  const match = expression.exec(path);
  if (match === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
}

/**
 * Makes the gateway's choice of a route: the most specific one, `$default` last.
 * The choice throws a URIError on a path with broken percent-encoding.
 */
export function routeFinder(routes: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const patterns = routes
    .filter((route) => route !== fallback)
    .map(compile)
    .sort((left, right) => (left.rank < right.rank ? -1 : 1));
  return (method, path) => {
    for (const pattern of patterns) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const pathParameters = parametersOf(pattern, path);
      if (pathParameters !== undefined) return { route: pattern.route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}
