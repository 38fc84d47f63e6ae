import { goodPassword } from './good-password.ts';

/** Something in a log that must not stand there: the kind and the line without what follows it. */
export interface Leak {
  kind: string;
  logName: string;
}

/** Forms of what no log may hold, as this platform makes them. */
const forms: Readonly<Record<string, RegExp>> = {
  'a token of a session': /\b[a-z]{2}(?:-[a-z]+)+-\d\.[\da-hjkmnp-tv-z]{26}\.[\w.-]*[\w-]{43}/,
  'a secret of 256 bits or a blind index': /(?<![\w/+-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w/+-])/,
  'a token of staff': /eyJ[\w-]{10,}\.[\w-]+/,
  'a hash of a password': /\$argon2/,
  'an e-mail address': /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i,
  'a field of a password': /password(?:hash)?\W{0,3}[:=]/i,
  'a code beside its word': /\b(?:code|otp|pin|totp|kode)\W{1,6}\d{6}\b/i,
};

/** The kinds of leak in one line. `passwords` are values that were used. */
export function leaksIn(line: string, passwords: readonly string[] = [goodPassword]): string[] {
  const byForm = Object.entries(forms).flatMap(([kind, form]) => (form.test(line) ? [kind] : []));
  const spoken = passwords.some((password) => line.includes(password) || line.includes(encodeURIComponent(password)));
  return spoken ? [...byForm, 'a password'] : byForm;
}

/** Looks through every line of logs; each kind is named once per log. */
export function scanLogs(logs: { names(): readonly string[]; read(name: string): readonly string[] }): {
  lines: number;
  leaks: Leak[];
} {
  const names = logs.names();
  const leaks = names.flatMap((logName) => {
    const kinds = new Set(logs.read(logName).flatMap((line) => leaksIn(line)));
    return [...kinds].map((kind) => ({ kind, logName }));
  });
  return { lines: names.reduce((sum, name) => sum + logs.read(name).length, 0), leaks };
}
