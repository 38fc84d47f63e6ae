/** Time that tests can turn: every engine of the local cloud asks this clock and never `Date.now()`. */
export interface Clock {
  /** The cloud's present, in milliseconds since the epoch. */
  now(): number;
  /** How far the cloud's present lies ahead of the machine's, in milliseconds. */
  offsetMs(): number;
  /** Turns the clock forward. Throws a RangeError on a negative or non-finite step: time never runs back. */
  turnBy(stepMs: number): void;
  /** Calls `listener` after each turn; the answer ends the subscription. */
  onTurn(listener: () => void): () => void;
}

/**
 * Opens a clock that runs at the machine's pace from `startOffsetMs` ahead of it.
 * `saveOffset` is told each new offset, so that a restarted cloud does not fall back in time.
 */
export function openClock(startOffsetMs = 0, saveOffset: (offsetMs: number) => void = () => {}): Clock {
  let offset = startOffsetMs;
  const listeners = new Set<() => void>();
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    turnBy(stepMs) {
      if (!Number.isFinite(stepMs) || stepMs < 0) throw new RangeError(`A clock turns forward only, not by ${stepMs}`);
      offset += stepMs;
      saveOffset(offset);
      for (const listener of Array.from(listeners)) listener();
    },
    onTurn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
