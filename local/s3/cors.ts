import { AwsError } from '#local/aws-error.ts';
import type { StorageRequest } from '#local/s3/request.ts';

/** Which web pages may call a bucket. */
export interface CorsRule {
  /** An origin may hold one `*`. */
  allowedOrigins: readonly string[];
  allowedMethods: readonly string[];
  allowedHeaders: readonly string[];
  exposedHeaders: readonly string[];
  maxAgeSeconds: number | undefined;
}

function isCovered(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', end] = pattern.toLowerCase().split('*', 2);
    const text = value.toLowerCase();
    if (end === undefined) return text === start;
    return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
  });
}

function requestedHeaders(request: StorageRequest): string[] {
  return (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function findRule(rules: readonly CorsRule[], request: StorageRequest): CorsRule | undefined {
  const origin = request.headers['origin'];
  const isPreflight = request.method === 'OPTIONS';
  const method = isPreflight ? (request.headers['access-control-request-method'] ?? '') : request.method;
  if (origin === undefined) return undefined;
  return rules.find(
    (rule) =>
      isCovered(rule.allowedOrigins, origin) &&
      rule.allowedMethods.includes(method) &&
      requestedHeaders(request).every((name) => isCovered(rule.allowedHeaders, name)),
  );
}

/** The headers that let a web page read an answer; none when no rule covers it. */
export function corsHeaders(rules: readonly CorsRule[], request: StorageRequest): Record<string, string> {
  const rule = findRule(rules, request);
  if (rule === undefined) return {};
  const allowsAll = rule.allowedOrigins.includes('*');
  const requested = requestedHeaders(request);
  return {
    'access-control-allow-origin': allowsAll ? '*' : (request.headers['origin'] ?? ''),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(requested.length > 0 && { 'access-control-allow-headers': requested.join(', ') }),
    ...(rule.exposedHeaders.length > 0 && { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    ...(!allowsAll && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** Refuses a preflight that no rule covers. Throws AccessForbidden. */
export function checkPreflight(headers: Readonly<Record<string, string>>): void {
  if ('access-control-allow-origin' in headers) return;
  throw new AwsError('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', { status: 403 });
}
