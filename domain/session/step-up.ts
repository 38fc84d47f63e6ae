/** For so long a login or a step-up proves who is there (ASVS 5.0, 7.5.1 and 7.5.3: re-authentication before sensitive changes). */
export const proofSeconds = 10 * 60;

/** Whether whoever holds a session proved lately enough who they are to do what cannot easily be undone. */
export function isProvenLately(provenAt: string, now: Date): boolean {
  return now.getTime() < Date.parse(provenAt) + proofSeconds * 1000;
}
