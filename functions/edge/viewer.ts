import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Where a request came from, as the content delivery network saw it. Personal: seal it, never log it. */
export interface Viewer {
  /** IPv4 or IPv6 address. */
  address: string;
  /** ISO 3166-1 alpha-2 code of the estimated country. */
  country: string | undefined;
  /** Name of the estimated city, in English. */
  city: string | undefined;
}

/**
 * Reads the viewer headers of CloudFront, which replaces what a client sends under their names. Throws when the address is
 * missing: then the distribution is not set up as the templates say.
 */
export function viewerOf({ headers }: APIGatewayProxyEventV2): Viewer {
  const country = headers['cloudfront-viewer-country'];
  return {
    address: addressOf(headers['cloudfront-viewer-address']),
    country: /^[A-Z]{2}$/.test(country ?? '') ? country : undefined,
    city: headers['cloudfront-viewer-city']?.slice(0, cityCharactersMax),
  };
}

const cityCharactersMax = 100;

/** `198.51.100.10:46532`, `2001:db8::1:46532` or `[2001:db8::1]:46532`: what stands before the last colon. */
function addressOf(header: string | undefined): string {
  const address = /^\[?(?<address>[\d.a-f:]{2,45})\]?:\d{1,5}$/i.exec(header ?? '')?.groups?.['address'];
  if (address === undefined) throw new Error('The request has no address of its viewer');
  return address;
}
