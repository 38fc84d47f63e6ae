import { invalid } from './refusals.ts';

/** An exact decimal: `digits` times ten to the power of `exponent`. */
interface Decimal {
  digits: bigint;
  exponent: number;
}

const significantDigitsMax = 38;
const magnitudeMax = 125;
const magnitudeMin = -130;
const pattern = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,6}))?$/;

function checkRange(significant: string, exponent: number): void {
  const magnitude = significant.length + exponent - 1;
  if (significant.replace(/0+$/, '').length > significantDigitsMax) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  if (significant !== '' && magnitude > magnitudeMax) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (significant !== '' && magnitude < magnitudeMin) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
}

function parseDecimal(text: string): Decimal {
  const match = pattern.exec(text.trim());
  const [whole = '', fraction = ''] = [match?.[2], match?.[3]];
  if (!match || whole + fraction === '') {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const significant = (whole + fraction).replace(/^0+/, '');
  const exponent = Number(match[4] ?? 0) - fraction.length;
  checkRange(significant, exponent);
  if (significant === '') return { digits: 0n, exponent: 0 };
  return { digits: BigInt((match[1] === '-' ? '-' : '') + significant), exponent };
}

function align(left: string, right: string): { left: bigint; right: bigint; exponent: number } {
  const [a, b] = [parseDecimal(left), parseDecimal(right)];
  const exponent = Math.min(a.exponent, b.exponent);
  return {
    left: a.digits * 10n ** BigInt(a.exponent - exponent),
    right: b.digits * 10n ** BigInt(b.exponent - exponent),
    exponent,
  };
}

function formatDecimal({ digits, exponent }: Decimal): string {
  if (digits === 0n) return '0';
  const magnitude = (digits < 0n ? -digits : digits).toString();
  checkRange(magnitude, exponent);
  const sign = digits < 0n ? '-' : '';
  if (exponent >= 0) return sign + magnitude + '0'.repeat(exponent);
  const padded = magnitude.padStart(1 - exponent, '0');
  return sign + `${padded.slice(0, exponent)}.${padded.slice(exponent)}`.replace(/\.?0+$/, '');
}

/** Writes a number as DynamoDB returns it. Throws ValidationException beyond 38 digits or outside 1E-130 to 9.9E+125. */
export function normaliseNumber(text: string): string {
  return formatDecimal(parseDecimal(text));
}

/** Orders two numbers exactly: negative, zero or positive. */
export function compareNumbers(left: string, right: string): number {
  const aligned = align(left, right);
  if (aligned.left === aligned.right) return 0;
  return aligned.left < aligned.right ? -1 : 1;
}

/** Adds exactly. Throws ValidationException when the sum needs more than 38 digits. */
export function addNumbers(left: string, right: string): string {
  const aligned = align(left, right);
  return formatDecimal({ digits: aligned.left + aligned.right, exponent: aligned.exponent });
}

/** Subtracts exactly. Throws ValidationException when the difference needs more than 38 digits. */
export function subtractNumbers(left: string, right: string): string {
  const aligned = align(left, right);
  return formatDecimal({ digits: aligned.left - aligned.right, exponent: aligned.exponent });
}
