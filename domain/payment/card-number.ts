/** First digits of the card networks (ISO/IEC 7812): Visa, Mastercard, American Express, JCB, Discover, UnionPay, Diners. */
const issuerRange =
  /^(4|5[1-5]|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)|3[47]|35(2[89]|[3-8]\d)|6(011|4[4-9]|5)|62|3(0[0-5]|[68]))/;

/** Where a text comes from decides what a run of digits in it may be. */
export type TextContext = 'free-text' | 'identity-number' | 'bank-account-number';

/**
 * Whether a text holds what looks like a full card number: 13 to 19 digits, separators removed, in an issuer's range,
 * Luhn sum right (ISO/IEC 7812-1; PCI DSS 4.0.1, 3.4-3.5). Fields that hold identity or bank account numbers are
 * judged by their context, and so is a run that the text itself calls an Indonesian NIK or KTP number.
 */
export function holdsCardNumber(text: string, context: TextContext = 'free-text'): boolean {
  if (context !== 'free-text') return false;
  return [...text.normalize('NFKC').matchAll(/\d(?:[ .-]?\d){12,}/g)].some((run) => {
    const before = text.slice(Math.max(0, run.index - 20), run.index);
    return !/\b(NIK|KTP)\b[^\d]*$/i.test(before) && holdsCardRun(run[0].replace(/\D/g, ''));
  });
}

/** A run of up to 19 digits is one number; in a longer one a card number may hide, so every window is looked at. */
function holdsCardRun(digits: string): boolean {
  if (digits.length <= 19) return isCardNumber(digits);
  const bounded = digits.slice(0, 64);
  for (let length = 13; length <= 19; length += 1) {
    for (let start = 0; start + length <= bounded.length; start += 1) {
      if (isCardNumber(bounded.slice(start, start + length))) return true;
    }
  }
  return false;
}

const isCardNumber = (digits: string) => issuerRange.test(digits) && passesLuhn(digits);

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
