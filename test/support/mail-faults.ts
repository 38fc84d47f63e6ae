import { vi } from 'vitest';
import { forgetRows } from './forget-rows.ts';
import type { Fault, HandlerServices } from './handler-services.ts';
import { openMailPipeline, type Delivering, type MailPipeline } from './mail-pipeline.ts';

/** One way in which a call goes wrong: the nth of all. */
export interface Trouble {
  at: number;
  fault: Fault;
}

/** What is left after a message went its way. */
export interface Aftermath {
  /** The operations of the first pass, in order. */
  calls: readonly string[];
  /** Messages that their queue gave up. */
  dead: MailPipeline['dead'];
}

/**
 * Announces something and sends it through the whole pipeline while one call goes wrong, then lets time and sweeps do
 * their work. Needs faked dates.
 */
export async function sendUnderFault(
  services: HandlerServices,
  announce: () => Promise<void>,
  { at, fault, ...delivering }: Trouble & Delivering,
): Promise<Aftermath> {
  forgetAnnounced(services);
  const pipeline = openMailPipeline(services);
  await announce();
  services.reset();
  services.meddle = (call) => (call === at ? fault : 'none');
  await pipeline.settle(delivering);
  const calls = [...services.calls];
  for (const minutes of [2, 11, 11]) {
    vi.setSystemTime(Date.now() + minutes * 60_000);
    await pipeline.sweep(delivering);
  }
  services.reset();
  return { calls, dead: pipeline.dead };
}

/**
 * Other files announce without relaying, and leave deliveries undecided; the sweeps would take theirs up and count them
 * here.
 */
const forgetAnnounced = (services: HandlerServices): void => forgetRows(services, ['outbox', 'notifications']);

/** The same fault at each of these calls. */
export const troublesOf = (fault: Fault, calls: readonly string[]): (Trouble & { operation: string })[] =>
  calls.map((operation, index) => ({ fault, at: index + 1, operation }));
