/** How many random digits stand before the check digit. */
export const accountNumberRandomDigits = 10;

/**
 * The account number a person may read out: ten random digits and one check digit by ISO/IEC 7064, MOD 11,10, which
 * finds every single wrong digit and nearly all swaps. Not sequential: a sequence would tell how many players there are.
 */
export function accountNumberFrom(randomDigits: string): string {
  if (!/^\d{10}$/.test(randomDigits))
    throw new RangeError(`An account number is made of ${accountNumberRandomDigits} digits`);
  return randomDigits + checkDigitOf(randomDigits);
}

/** Whether a text is an account number with a right check digit. */
export function isAccountNumber(text: string): boolean {
  return /^\d{11}$/.test(text) && checkDigitOf(text.slice(0, -1)) === text.slice(-1);
}

function checkDigitOf(digits: string): string {
  const product = [...digits].reduce((carried, digit) => (((carried + Number(digit)) % 10 || 10) * 2) % 11, 10);
  return String((11 - product) % 10);
}
