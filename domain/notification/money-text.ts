import { localeOf, type MailLanguage } from './language.ts';

/** ISO 4217 gives every currency that we keep accounts in two decimal digits, the rupiah included. */
const minorUnitDigits = 2;

/**
 * Writes an amount of money for a person, such as `Rp 150.000,00`. The digits are moved as text, so that no amount
 * passes through a fraction.
 * @param amountMinor whole minor units (ISO 4217), a safe integer. Throws `RangeError` for anything else.
 * @param currency ISO 4217 code
 */
export function moneyText(amountMinor: number, currency: string, language: MailLanguage): string {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('An amount is a whole number of minor units');
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(minorUnitDigits + 1, '0');
  const decimal = `${sign}${digits.slice(0, -minorUnitDigits)}.${digits.slice(-minorUnitDigits)}`;
  return new Intl.NumberFormat(localeOf[language], {
    style: 'currency',
    currency,
    currencyDisplay: language === 'id' ? 'symbol' : 'code',
    minimumFractionDigits: minorUnitDigits,
    maximumFractionDigits: minorUnitDigits,
  })
    .format(decimal as Intl.StringNumericLiteral)
    .replaceAll(/[\u00a0\u202f]/g, ' ');
}
