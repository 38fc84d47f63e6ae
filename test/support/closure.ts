import type { TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';

/** Asks to close an account; answers when it closes. */
export async function beginClosure(cloud: TestCloud, token: string): Promise<Date> {
  const { body } = await expectStatus(cloud.api('POST /v1/me/closure', { token }), 202);
  return new Date(body.closesAt);
}

/** Turns the clock to a moment, or to some minutes before it; time never goes back. */
export function turnTo(cloud: TestCloud, moment: Date, { minutesBefore = 0 }: { minutesBefore?: number } = {}): void {
  const seconds = Math.ceil((moment.getTime() - cloud.now().getTime()) / 1000) - minutesBefore * 60;
  cloud.turn({ seconds: Math.max(0, seconds) });
}

/** Lets the time to undo a closure pass, and the quarter of an hour in which the sweep comes by. */
export async function letGracePass(cloud: TestCloud, closesAt: Date): Promise<void> {
  // In one turn: each turn lets the sweep come by once, and two at once would hand the closure on twice.
  turnTo(cloud, new Date(closesAt.getTime() + 16 * 60_000));
  await cloud.settle();
}

/** Closes an account for good: asks, does not undo it, and waits until it is done. */
export async function closeForGood(cloud: TestCloud, token: string): Promise<void> {
  await letGracePass(cloud, await beginClosure(cloud, token));
}
