import { refused, type Refused } from '../decision.ts';

/** NIST SP 800-63B-4: 15 characters where the password is the only factor; counted in code points after NFC. */
export const passwordCodePointsMin = 15;
/** NIST SP 800-63B-4: 8 where a second factor is asked for at every login. */
export const passwordCodePointsMinWithSecondFactor = 8;
/** Longer ones only feed the hash function with work. */
export const passwordCodePointsMax = 128;

/** Words that stand at the root of the passwords people use most; a password made of nothing else is no secret. */
const commonWords = [
  'password',
  'passwort',
  'passw',
  'pass',
  'word',
  'qwerty',
  'qwertz',
  'azerty',
  'letmein',
  'welcome',
  'admin',
  'administrator',
  'login',
  'iloveyou',
  'love',
  'you',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'basketball',
  'superman',
  'batman',
  'master',
  'shadow',
  'trustno',
  'secret',
  'whatever',
  'freedom',
  'michael',
  'jordan',
  'hello',
  'world',
  'access',
  'changeme',
  'default',
  'guest',
  'test',
  'user',
  'root',
  'toor',
  'abc',
  'asdf',
  'zxcv',
  'qwer',
  'sayang',
  'rahasia',
  'indonesia',
  'bismillah',
  'jakarta',
  'garuda',
  'cinta',
  'aku',
  'kamu',
  'anjing',
  'katasandi',
  'kata',
  'sandi',
  'merdeka',
  'persib',
  'arsenal',
  'chelsea',
  'liverpool',
  'barcelona',
  'manchester',
  'united',
  'pokemon',
  'starwars',
  'google',
  'facebook',
  'instagram',
  'correcthorsebatterystaple',
  'correct',
  'horse',
  'battery',
  'staple',
  'thequickbrownfox',
  'my',
  'is',
  'the',
  'super',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'zero',
] as const;

/** Words of our own context (ASVS 5.0, 6.2.11). */
const contextWords = ['sesetoro', 'sese', 'toro', 'casino', 'kasino', 'betting', 'gaming', 'player', 'deposit', 'dana'];

/** Runs that fingers walk without thinking, forwards and backwards. */
const walks = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
];

const unLeet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Brings a password into the one form in which it is measured and hashed (NFC). */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/** What a new password is measured against. */
export interface PasswordCircumstances {
  /** The person's name and e-mail; they are compared and forgotten. */
  personalWords: readonly string[];
  /** Whether a second factor is on: at a registration it never is. */
  secondFactorOn: boolean;
  /** Whether it is known from breaches (`isBreachedPassword` of stores). */
  isBreached: boolean;
}

/**
 * Refuses a password by its length, because it is known from breaches, or because it is nothing but common words, words of this context or of the person's
 * own registration, keyboard walks, repeats and digits around them. There are no composition rules (ASVS 5.0, 6.2.5).
 */
export function refusePassword(
  password: string,
  { personalWords, secondFactorOn, isBreached }: PasswordCircumstances,
): Refused | undefined {
  const codePoints = [...normalisePassword(password)];
  const codePointsMin = secondFactorOn ? passwordCodePointsMinWithSecondFactor : passwordCodePointsMin;
  if (codePoints.length < codePointsMin) {
    return refused('password-refused', { detail: `At least ${codePointsMin} characters; a sentence works well.` });
  }
  if (codePoints.length > passwordCodePointsMax) {
    return refused('password-refused', { detail: `At most ${passwordCodePointsMax} characters.` });
  }
  if (isBreached) {
    return refused('password-refused', { detail: 'It is known from breaches of other services: choose another.' });
  }
  const ownMin = secondFactorOn ? ownCharactersMinWithSecondFactor : ownCharactersMin;
  if (ownCharactersOf(normalisePassword(password), personalWords) < ownMin) {
    return refused('password-refused', {
      detail: 'It is too easy to guess: it is made of common words or patterns only.',
    });
  }
  return undefined;
}

/** How many characters may be left over, once everything guessable is taken away, before a password counts as its own. */
const ownCharactersMin = 6;
/** Short passwords have fewer: with a second factor it is enough that something of their own is in them. */
const ownCharactersMinWithSecondFactor = 3;

function ownCharactersOf(password: string, personalWords: readonly string[]): number {
  const lower = password.toLowerCase();
  const personal = personalWords
    .flatMap((words) => words.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  const words = [...commonWords, ...contextWords, ...personal].sort((one, other) => other.length - one.length);
  const plain = [...lower].map((character) => unLeet[character] ?? character).join('');
  return Math.min(ownCharacters(lower, words), ownCharacters(plain, words));
}

function ownCharacters(variant: string, words: readonly string[]): number {
  let rest = removeWords(collapseRepeats(removeWords(variant, words)), words);
  for (const walk of walks) rest = removeWalks(rest, walk);
  return new Set(rest.replace(/[\s\d\p{P}\p{S}]/gu, '')).size;
}

function removeWords(text: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ' '), text);
}

/** `abcabcabc` is worth no more than `abc`, and `aaaa` no more than `a`. */
function collapseRepeats(text: string): string {
  return text.replace(/(.{1,16}?)\1+/gsu, '$1');
}

/** A walk of fewer steps is a coincidence. */
const walkMin = 4;

const hasWalk = (text: string, run: string) =>
  Array.from(run).some((_, start) => start + walkMin <= run.length && text.includes(run.slice(start, start + walkMin)));

function removeWalks(text: string, walk: string): string {
  const reversed = [...walk].reverse().join('');
  let rest = text;
  for (const run of [walk, reversed].filter((each) => hasWalk(text, each))) {
    for (let length = run.length; length >= walkMin; length -= 1) {
      for (let start = 0; start + length <= run.length; start += 1)
        rest = rest.replaceAll(run.slice(start, start + length), ' ');
    }
  }
  return rest;
}
