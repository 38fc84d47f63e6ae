import { AwsError } from '../aws-error.ts';
import { FunctionError } from '../lambda/function-error.ts';
import { functionAnswer } from './function-answer.ts';
import { ownAnswers } from './gateway-answer.ts';
import type { GatewayAnswer } from './gateway-answer.ts';
import type { Route } from './routes.ts';

/** Hands an event to a function and waits for its answer. */
export type Invoke = (functionName: string, event: unknown) => Promise<unknown>;

/**
 * Asks a route's function for the answer. The gateway answers itself when the function is throttled or late (503), and
 * when it fails (500).
 */
export async function callFunction(route: Route, event: unknown, invoke: Invoke): Promise<GatewayAnswer> {
  const timeout = Promise.withResolvers<GatewayAnswer>();
  const timer = setTimeout(() => timeout.resolve(ownAnswers.unavailable()), route.timeoutMs);
  const called = invoke(route.functionName, event).then(functionAnswer, (error: unknown) => {
    if (error instanceof AwsError && error.status === 429) return ownAnswers.unavailable();
    if (error instanceof FunctionError || error instanceof AwsError) return ownAnswers.defect();
    throw error;
  });
  try {
    return await Promise.race([called, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
