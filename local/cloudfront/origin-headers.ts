import type { IncomingHttpHeaders } from 'node:http';
import type { DistributionSettings } from './read-distribution.ts';

/** A request as a viewer sent it. */
export interface ViewerRequest {
  headers: IncomingHttpHeaders;
  /** Where the socket of the viewer ends. */
  remoteAddress: string;
  remotePort: number;
}

/** In their place a test says where it comes from: nobody's machine lies in a city that it chose. */
const viewerClaims = {
  'x-local-viewer-country': 'cloudfront-viewer-country',
  'x-local-viewer-city': 'cloudfront-viewer-city',
} as const;

function viewerHeaders({ headers, remoteAddress, remotePort }: ViewerRequest): Record<string, string> {
  const address = headers['x-local-viewer-address'] ?? remoteAddress.replace(/^::ffff:/, '');
  const claimed = Object.entries(viewerClaims).flatMap(([claim, name]) => {
    const value = headers[claim];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { 'cloudfront-viewer-address': `${String(address)}:${remotePort}`, ...Object.fromEntries(claimed) };
}

/** Names that the distribution writes itself: what a viewer sends under them is thrown away. */
const isOwn = (name: string, { customHeaders }: DistributionSettings) =>
  name.startsWith('cloudfront-') || name in customHeaders;

/**
 * The headers that reach the origin: those of the viewer that the policies name, where the viewer is, and what the
 * distribution proves itself with. Everything else stays behind, a `User-Agent` that no policy names included.
 */
export function originHeaders(
  request: ViewerRequest,
  settings: DistributionSettings,
): Record<string, string | string[]> {
  const passed = Object.entries(request.headers).filter(
    ([name]) => !isOwn(name, settings) && (settings.headers.has(name) || (name === 'cookie' && settings.passesCookies)),
  );
  const viewer = Object.entries(viewerHeaders(request)).filter(([name]) => settings.headers.has(name));
  const sent = Object.fromEntries(
    passed.filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
  return {
    'user-agent': 'Amazon CloudFront',
    ...sent,
    ...Object.fromEntries(viewer),
    'x-forwarded-for': request.remoteAddress.replace(/^::ffff:/, ''),
    ...settings.customHeaders,
  };
}
