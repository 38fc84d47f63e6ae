import { documentExpired } from '#domain/notification/letters/document-expired.ts';
import { documentExpiring } from '#domain/notification/letters/document-expiring.ts';
import type { MailLanguage } from '#domain/notification/language.ts';
import { dayText } from '#domain/notification/moment-text.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import type { WriteToPlayer } from './compose-account.ts';

/** The date on a document is a calendar date: noon UTC of it is that day when it is written in UTC. */
const dateIn = ({ context }: AnnouncedEvent, language: MailLanguage): string =>
  dayText(new Date(`${context['documentExpiresOn'] ?? ''}T12:00:00Z`), 'UTC', language);

/** The mail before the date on an identity document. */
export const writeDocumentExpiring: WriteToPlayer = async (event, { language, addressName }) =>
  documentExpiring(language, { addressName, expiresOn: dateIn(event, language) });

/** The mail after the date on an identity document. */
export const writeDocumentExpired: WriteToPlayer = async (event, { language, addressName }) =>
  documentExpired(language, { addressName, expiredOn: dateIn(event, language) });
