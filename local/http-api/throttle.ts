import { isRecord, optionalNumberAt, recordAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';

interface Limit {
  /** Requests a second. */
  rate: number;
  burst: number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

function readLimit(settings: Properties): Limit | undefined {
  const rate = optionalNumberAt(settings, 'ThrottlingRateLimit');
  const burst = optionalNumberAt(settings, 'ThrottlingBurstLimit');
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

/**
 * The stage's throttling, a token bucket for each route: `DefaultRouteSettings`, or a route's own `RouteSettings`.
 * The answer tells whether a request may pass.
 */
export function openThrottle(stageProperties: Properties, now: () => number): (routeKey: string) => boolean {
  const byDefault = readLimit(recordAt(stageProperties, 'DefaultRouteSettings'));
  const perRoute = recordAt(stageProperties, 'RouteSettings');
  const buckets = new Map<string, Bucket>();
  return (routeKey) => {
    const own = perRoute[routeKey];
    const limit = (isRecord(own) ? readLimit(own) : undefined) ?? byDefault;
    if (limit === undefined) return true;
    const bucket = buckets.get(routeKey) ?? { tokens: limit.burst, filledAtMs: now() };
    const filled = bucket.tokens + ((now() - bucket.filledAtMs) / 1000) * limit.rate;
    const tokens = Math.min(limit.burst, filled);
    const passes = tokens >= 1;
    buckets.set(routeKey, { tokens: passes ? tokens - 1 : tokens, filledAtMs: now() });
    return passes;
  };
}
