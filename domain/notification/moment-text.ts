import { localeOf, type MailLanguage } from './language.ts';

/** Writes a moment for a person with day, time and the name of the zone. @param timeZone IANA name */
export function momentText(moment: Date, timeZone: string, language: MailLanguage): string {
  return new Intl.DateTimeFormat(localeOf[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(moment);
}

/** Writes a calendar day for a person. @param timeZone IANA name of the zone whose day it is */
export function dayText(moment: Date, timeZone: string, language: MailLanguage): string {
  return new Intl.DateTimeFormat(localeOf[language], { dateStyle: 'long', timeZone }).format(moment);
}
