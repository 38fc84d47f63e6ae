import type { IncomingHttpHeaders } from 'node:http';
import { flagAt, optionalTextAt, textsAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';

/** Headers that the gateway lays over every answer, its own ones included. */
export type CorsHeaders = Readonly<Record<string, string>>;

/** The gateway's CORS, as the API's `CorsConfiguration` sets it. */
export interface Cors {
  /** Headers for an answer to this request; none when its origin is not allowed. */
  headersFor(headers: IncomingHttpHeaders): CorsHeaders;
  /** Headers of the 204 that answers a preflight; undefined when the request is none. */
  preflight(method: string, headers: IncomingHttpHeaders): CorsHeaders | undefined;
}

function allows(allowed: readonly string[], origin: string): boolean {
  return allowed.some(
    (each) => each === '*' || each === origin || (each.endsWith('://*') && origin.startsWith(each.slice(0, -1))),
  );
}

function joined(header: string, values: readonly string[]): CorsHeaders {
  return values.length === 0 ? {} : { [header]: values.join(',') };
}

/** Reads the CORS settings of an API; without any, no header is added and no preflight answered. */
export function readCors(configuration: Properties): Cors {
  const origins = textsAt(configuration, 'AllowOrigins');
  const maxAge = optionalTextAt(configuration, 'MaxAge');
  const headersFor = ({ origin }: IncomingHttpHeaders): CorsHeaders => {
    if (origin === undefined || !allows(origins, origin)) return {};
    return {
      'access-control-allow-origin': origins.includes('*') ? '*' : origin,
      ...(flagAt(configuration, 'AllowCredentials') && { 'access-control-allow-credentials': 'true' }),
      ...joined('access-control-expose-headers', textsAt(configuration, 'ExposeHeaders')),
      ...(!origins.includes('*') && { vary: 'Origin' }),
    };
  };
  return {
    headersFor,
    preflight(method, headers) {
      const asks = method === 'OPTIONS' && headers.origin !== undefined;
      if (!asks || headers['access-control-request-method'] === undefined || origins.length === 0) return undefined;
      const allowed = headersFor(headers);
      if (Object.keys(allowed).length === 0) return {};
      return {
        ...allowed,
        ...joined('access-control-allow-methods', textsAt(configuration, 'AllowMethods')),
        ...joined('access-control-allow-headers', textsAt(configuration, 'AllowHeaders')),
        ...(maxAge !== undefined && { 'access-control-max-age': maxAge }),
      };
    },
  };
}
