import { AwsError } from '../aws-error.ts';

const throttleWaitMs = 50;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

async function tryOnce(invoke: () => Promise<unknown>): Promise<'done' | 'failed' | 'throttled'> {
  try {
    await invoke();
    return 'done';
  } catch (error) {
    return error instanceof AwsError && error.status === 429 ? 'throttled' : 'failed';
  }
}

/**
 * Invokes a function for an asynchronous event: once after each wait until it succeeds. Failures are not told here; the
 * function's reports tell of them.
 */
export async function tryLater(
  invoke: () => Promise<unknown>,
  { triesAfterMs, isOver }: { triesAfterMs: readonly number[]; isOver: () => boolean },
): Promise<void> {
  for (const waitMs of triesAfterMs) {
    await sleep(waitMs);
    let outcome = isOver() ? 'done' : await tryOnce(invoke);
    // A throttle is no try: Lambda keeps the event for hours.
    while (outcome === 'throttled' && !isOver()) {
      await sleep(throttleWaitMs);
      outcome = await tryOnce(invoke);
    }
    if (outcome === 'done') return;
  }
}
