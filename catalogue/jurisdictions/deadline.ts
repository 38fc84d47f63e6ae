import type { Deadline, Jurisdiction } from './jurisdiction.ts';

const hourMilliseconds = 3_600_000;

/**
 * The moment at which a deadline ends that began at a moment, in UTC. A month ends on the same day of the next, or on the
 * last day of a month that has no such day (Regulation (EEC, Euratom) 1182/71, art. 3(2)(c)).
 */
export function deadlineEnd({ unit, amount }: Deadline, beganAt: Date): Date {
  if (unit !== 'months') return new Date(beganAt.getTime() + amount * (unit === 'days' ? 24 : 1) * hourMilliseconds);
  const end = new Date(beganAt);
  end.setUTCMonth(beganAt.getUTCMonth() + amount);
  if (end.getUTCDate() !== beganAt.getUTCDate()) end.setUTCDate(0);
  return end;
}

/**
 * Until when the account of somebody who asked at a moment must be closed. Whoever closes an account asks for deletion and
 * takes back consent with it: the earlier of the two deadlines counts (Indonesia: UU 27/2022, 3 x 24 hours).
 */
export function closureDeadline({ deadlines }: Jurisdiction, requestedAt: Date): Date {
  const ends = [deadlines.deletion, deadlines['consent-withdrawal']].map(({ value }) =>
    deadlineEnd(value, requestedAt).getTime(),
  );
  return new Date(Math.min(...ends));
}
