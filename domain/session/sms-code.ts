/** What a code by text message proves; a code for one purpose is worth nothing for another. */
export const smsCodePurposes = ['second-factor-on', 'second-factor', 'phone-change'] as const;

/** Purpose of a code. */
export type SmsCodePurpose = (typeof smsCodePurposes)[number];

/** Digits of a code: 20 bits of a cryptographic generator (NIST SP 800-63B-4, 3.1.3.2, asks for six digits at least). */
export const smsCodeDigits = 6;

/** So long a code is good, from the moment it was asked for (NIST SP 800-63B-4, 3.1.3.2: at most ten minutes). */
export const smsCodeSeconds = 10 * 60;

/** So often a code may be tried; then it is worth nothing, right or wrong. */
export const smsCodeTriesMax = 5;

/**
 * How many messages may be asked for on one day (UTC): it bounds what SMS pumping can cost and what guessing can win. Whoever
 * pumps has codes sent to numbers of their choice; one that proves a factor goes to a number that was proved before, and
 * carriers put thousands of phones behind one network (CGNAT, RFC 6888): so many of these more may leave for one.
 */
export const smsCapsPerDay = { number: 5, account: 10, network: 20, 'network-proving': 500 } as const;

/** What a cap counts by. */
export type SmsCap = keyof typeof smsCapsPerDay;

/** Seconds until the day (UTC) of a moment ends and the caps begin anew. */
export const secondsUntilNextDay = (now: Date): number => 86_400 - (Math.floor(now.getTime() / 1000) % 86_400);

/** Whether a number has one of the country prefixes that a region sends to (E.164). */
export const isAllowedNumber = (phone: string, allowedPrefixes: readonly string[]): boolean =>
  allowedPrefixes.some((prefix) => phone.startsWith(prefix));

/** What is said of codes by text message wherever they are turned on (NIST SP 800-63B-4, 3.1.3.3: a restricted authenticator). */
export const smsRisk = {
  en: 'A text message can be intercepted, and a number can be taken over by somebody else. A passkey is safer: use one if your device can.',
  id: 'SMS dapat disadap, dan nomor dapat diambil alih orang lain. Passkey lebih aman: gunakan jika perangkat Anda mendukungnya.',
} as const;
