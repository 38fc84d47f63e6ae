/**
 * How long a session lasts, in one place (ASVS 5.0, 7.3.1 and 7.3.2: an idle and an absolute limit; RFC 9700, 4.14.2:
 * refresh tokens that are not used expire). Every limit is checked when a token is read.
 */
export const sessionLimits = {
  /** An access token lives half an hour. */
  accessSeconds: 30 * 60,
  /** A session that nobody refreshes for 30 days ends. */
  idleSeconds: 30 * 86_400,
  /** 90 days after the login the password is asked for again, however busy the session was. */
  absoluteSeconds: 90 * 86_400,
  /** For so long the token before the current one may ask again: its answer was lost on the way (docs/adr). */
  retrySeconds: 30,
} as const;

/** The ends of a session, in whole seconds since 1970. */
export interface SessionEnds {
  /** Of the access token. */
  accessEndsAtSeconds: number;
  /** Of the session, unless it is refreshed before. */
  refreshEndsAtSeconds: number;
  /** Of the session, whatever happens. */
  endsAtSeconds: number;
}

/** The ends of a session that began at its login and is given new tokens now: nothing outlives the absolute limit. */
export function sessionEnds(begunAt: Date, now: Date): SessionEnds {
  const endsAtSeconds = secondsOf(begunAt) + sessionLimits.absoluteSeconds;
  return {
    accessEndsAtSeconds: Math.min(secondsOf(now) + sessionLimits.accessSeconds, endsAtSeconds),
    refreshEndsAtSeconds: Math.min(secondsOf(now) + sessionLimits.idleSeconds, endsAtSeconds),
    endsAtSeconds,
  };
}

const secondsOf = (moment: Date) => Math.floor(moment.getTime() / 1000);
