/** How long what a login leaves behind is kept, in days, in one place. */
export const loginDays = {
  /** A record of a login: a year, so that a player can look back over every season, and a margin for disputes. */
  login: 400,
  /**
   * The full address of a login: as long as a session can live at most, since until then it may be needed to find out who
   * is in an account. What is left is the network, which still shows a foreign country.
   */
  address: 90,
  /** A device that nobody used: as long as browsers keep a cookie at most (RFC 6265bis, 5.5). */
  device: 400,
  /** The link by which a player denies a login: somebody on a journey must still be able to use it. */
  denial: 30,
  /** How often the last use of a device is noted at most. */
  deviceRenewal: 1,
} as const;

const dayMilliseconds = 86_400_000;

/** The moment some days after another. */
export const daysAfter = (moment: Date, days: number): Date => new Date(moment.getTime() + days * dayMilliseconds);

/** Whole seconds since 1970 at which something that begins now has lasted its days. */
export const endSecondsOfLogin = (what: keyof typeof loginDays, now: Date): number =>
  Math.floor(daysAfter(now, loginDays[what]).getTime() / 1000);
