import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createHash, timingSafeEqual } from 'node:crypto';
import { refused } from '#domain/decision.ts';
import { setting } from '#stores/settings.ts';
import { renderRefusal } from './problem.ts';

/** The header in which the content delivery network proves that a request came through it. */
const secretHeader = 'x-origin-secret';

/**
 * Refuses a request that did not come through the content delivery network: viewer headers of such a request could be
 * invented. Undefined when it did. Throws when the deployment gave no secret: without one nothing may be answered.
 */
export function refuseDirectCall(event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 | undefined {
  const presented = hashOf(event.headers[secretHeader] ?? '');
  const accepted = setting('ORIGIN_SECRET').split(',').map(hashOf);
  // All are compared, so that the time does not tell which of them is near.
  const matches = accepted.filter((secret) => timingSafeEqual(secret, presented));
  if (matches.length > 0) return undefined;
  return renderRefusal(refused('direct-call-refused'), event.requestContext.requestId);
}

/** Of equal length whatever was sent. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
