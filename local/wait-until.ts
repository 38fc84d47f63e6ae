import type { Clock } from '#local/clock.ts';

/** The longest that a Node timer can wait, in milliseconds; longer waits are taken in steps. */
const longestTimerMs = 2_147_483_647;

/** What ends a wait: the cloud's time, an abort, or a call from whoever `subscribe` hands `wake` to. */
export interface Wait {
  clock: Clock;
  /** Milliseconds since the epoch on the cloud's clock; `Infinity` waits for a wake or an abort only. */
  untilMs: number;
  signal?: AbortSignal | undefined;
  /** Registers `wake`; the answer ends the registration. */
  subscribe?: ((wake: () => void) => () => void) | undefined;
}

/** Sleeps on the cloud's clock, so that turning the clock ends the sleep at once. Never rejects. */
export function waitUntil(wait: Wait): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const endings: (() => void)[] = [];
    const finish = (): void => {
      clearTimeout(timer);
      for (const end of endings) end();
      resolve();
    };
    const arm = (): void => {
      clearTimeout(timer);
      const remainingMs = Math.ceil(wait.untilMs - wait.clock.now());
      if (remainingMs <= 0 || wait.signal?.aborted === true) return finish();
      timer = setTimeout(arm, Math.min(remainingMs, longestTimerMs));
      timer.unref();
    };
    endings.push(wait.clock.onTurn(arm));
    if (wait.subscribe) endings.push(wait.subscribe(finish));
    wait.signal?.addEventListener('abort', finish, { once: true });
    endings.push(() => wait.signal?.removeEventListener('abort', finish));
    arm();
  });
}
