import type { MailLanguage } from './language.ts';
import { localeOf } from './language.ts';

/** Kinds of device of which a mail can speak. */
export type ToldDeviceKind = 'android-app' | 'android-browser' | 'ios-browser' | 'desktop' | 'other';

const kinds: Readonly<Record<ToldDeviceKind, Readonly<Record<MailLanguage, string>>>> = {
  'android-app': { en: 'Android app', id: 'Aplikasi Android' },
  'android-browser': { en: 'browser on Android', id: 'peramban di Android' },
  'ios-browser': { en: 'browser on an iPhone or iPad', id: 'peramban di iPhone atau iPad' },
  desktop: { en: 'computer', id: 'komputer' },
  other: { en: 'another device', id: 'perangkat lain' },
};
const unknown: Readonly<Record<MailLanguage, string>> = { en: 'unknown', id: 'tidak diketahui' };

/** A device in words: its kind, with browser and operating system where they are known. */
export function deviceText(
  {
    deviceKind,
    system,
    browser,
  }: { deviceKind: ToldDeviceKind; system?: string | undefined; browser?: string | undefined },
  language: MailLanguage,
): string {
  const details = [browser, system].filter((text) => text !== undefined).join(', ');
  const kind = kinds[deviceKind][language];
  return details === '' ? kind : `${kind} (${details})`;
}

/** A place in words: city, and the country by its name in the reader's language. @param country ISO 3166-1 alpha-2 */
export function placeText(
  { country, city }: { country?: string | undefined; city?: string | undefined },
  language: MailLanguage,
): string {
  const names = new Intl.DisplayNames([localeOf[language]], { type: 'region' });
  const parts = [city, country === undefined ? undefined : names.of(country)].filter((text) => text !== undefined);
  return parts.length === 0 ? unknown[language] : parts.join(', ');
}
