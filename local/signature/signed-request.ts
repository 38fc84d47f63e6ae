import type { IncomingHttpHeaders } from 'node:http';

/** The parts of an HTTP request that a signature covers. `IncomingMessage` has them. */
export interface SignedRequest {
  method?: string | undefined;
  /** Path and query as they came over the wire. */
  url?: string | undefined;
  headers: IncomingHttpHeaders;
}

/** The path as it came over the wire, still percent-encoded. */
export function pathOf(request: SignedRequest): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** The query of a request. */
export function queryOf(request: SignedRequest): URLSearchParams {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

/** A header as one text; the empty text when it is absent. */
export function headerOf(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
