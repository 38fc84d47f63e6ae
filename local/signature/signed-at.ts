/** How far the clocks of signer and cloud may lie apart, in milliseconds: 15 minutes, as in AWS. */
export const skewMsMax = 15 * 60 * 1000;

/** Reads the basic ISO 8601 time of a signature (`20261124T020139Z`) as milliseconds since the epoch; NaN otherwise. */
export function readSignedAtMs(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return Number.NaN;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
