import { AwsError } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import { waitUntil } from '#local/wait-until.ts';

const firstWaitMs = 200;
const longestWaitMs = 5_000;

/** An invocation and until when Lambda's poller keeps trying it while the function is throttled. */
export interface PatientInvocation {
  clock: Clock;
  invoke: () => Promise<unknown>;
  /** Milliseconds since the epoch on the cloud's clock. */
  untilMs: number;
  signal: AbortSignal;
}

/**
 * Invokes a function as Lambda's pollers do: a throttle (`TooManyRequestsException`) is no failure of the batch but is
 * tried again with growing waits until `untilMs`. Rejects with the last throttle then, and with any other error at once.
 */
export async function invokePatiently({ clock, invoke, untilMs, signal }: PatientInvocation): Promise<unknown> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await invoke();
    } catch (error) {
      const throttled = error instanceof AwsError && error.code === 'TooManyRequestsException';
      if (!throttled || signal.aborted || clock.now() + waitMs >= untilMs) throw error;
    }
    await waitUntil({ clock, untilMs: clock.now() + waitMs, signal });
  }
}
