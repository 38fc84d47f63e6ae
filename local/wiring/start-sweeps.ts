import type { Clock } from '../clock.ts';

const everyMs = 1000;

/** Runs sweeps (time to live, lifecycles) each second and whenever the clock is turned. The answer ends them. */
export function startSweeps(clock: Clock, sweeps: readonly (() => unknown)[]): () => void {
  const run = () => {
    for (const sweep of sweeps) sweep();
  };
  const timer = setInterval(run, everyMs).unref();
  const stopTurning = clock.onTurn(run);
  run();
  return () => {
    clearInterval(timer);
    stopTurning();
  };
}
