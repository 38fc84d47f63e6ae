/** Letters that do not decompose into a base letter and a mark (Unicode Standard, table of NFKD). */
const undecomposed: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ı: 'i',
  ħ: 'h',
};

/**
 * Writes a name the one way in which it is compared: without case, diacritics and punctuation, its words in the order of
 * the alphabet, so that "Santoso, BUDI" is "budi santoso". Empty when nothing of it is a letter.
 */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[æœøłđðþßıħ]/g, (letter) => undecomposed[letter] ?? letter)
    .replaceAll(/['’`ʼ]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}

/** A match counts within this distance of its place (Jaro 1989). */
const windowOf = (one: string, other: string) => Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1);

/** For each text, the characters that have a partner in the other. */
function partnered(one: string, other: string): [string[], string[]] {
  const window = windowOf(one, other);
  const taken = new Uint8Array(other.length);
  const ofOne: string[] = [];
  for (let at = 0; at < one.length; at += 1) {
    const character = one.charAt(at);
    const last = Math.min(other.length - 1, at + window);
    for (let there = Math.max(0, at - window); there <= last; there += 1) {
      if (taken[there] === 1 || other.charAt(there) !== character) continue;
      taken[there] = 1;
      ofOne.push(character);
      break;
    }
  }
  return [ofOne, other.split('').filter((_, at) => taken[at] === 1)];
}

function jaro(one: string, other: string): number {
  const [ofOne, ofOther] = partnered(one, other);
  const matches = ofOne.length;
  if (matches === 0) return 0;
  const transpositions = ofOne.filter((character, at) => character !== ofOther[at]).length / 2;
  return (matches / one.length + matches / other.length + (matches - transpositions) / matches) / 3;
}

const prefixMax = 4;
const prefixWeight = 0.1;

/**
 * Likeness of two normalised names by Jaro and Winkler (1990): 1 when equal, 0 when nothing is alike; a common beginning
 * of up to four characters raises it.
 */
export function nameLikeness(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1;
  const alike = jaro(one, other);
  let prefix = 0;
  while (prefix < prefixMax && prefix < one.length && one[prefix] === other[prefix]) prefix += 1;
  return alike + prefix * prefixWeight * (1 - alike);
}
