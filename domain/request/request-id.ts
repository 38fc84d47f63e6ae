/** Crockford base 32, lower case: its order is that of its digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const momentLength = 10;
const playerIdLength = 26;
const randomLength = 16;

/**
 * Makes the id of a request: the player's id, ten characters of the moment and 80 random bits. Whoever holds the id finds
 * the row with one read, and a player's requests sort by when they were written down.
 * @param random characters of an opaque id, at least 16
 */
export function requestIdFrom(playerId: string, recordedAt: Date, random: string): string {
  const digits = [...recordedAt.getTime().toString(32)].map((digit) => alphabet.charAt(Number.parseInt(digit, 32)));
  return playerId + digits.join('').padStart(momentLength, '0') + random.slice(0, randomLength);
}

/** Whose request it is. */
export const playerOfRequest = (requestId: string): string => requestId.slice(0, playerIdLength);

/** What tells a request from the player's others. */
export const ownPartOf = (requestId: string): string => requestId.slice(playerIdLength);

/** What a request id looks like. */
export const requestIdPattern = /^[0-9a-hjkmnp-tv-z]{52}$/;
