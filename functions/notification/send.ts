// Queue of announced events
import * as z from 'zod';
import type { EventType } from '#domain/notification/event-type.ts';
import { queueHandler, type QueueHandler } from '#functions/edge/queue.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import { openConsents } from '#stores/consents.ts';
import { openDeposits, type Deposits } from '#stores/deposits.ts';
import { openEmailChanges } from '#stores/email-changes.ts';
import { openFactorRemovals } from '#stores/factor-removals.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openLogins } from '#stores/logins.ts';
import { openLookups } from '#stores/lookups.ts';
import { openMailProvider } from '#stores/mail.ts';
import { openNotifications } from '#stores/notifications.ts';
import { openOutbox, type Outbox } from '#stores/outbox.ts';
import { openPlayers } from '#stores/players.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { openRegistrations } from '#stores/registrations.ts';
import { findRequest } from '#stores/request-rows.ts';
import { openPhoneChanges } from '#stores/phone-changes.ts';
import { openSmsCodes } from '#stores/sms-codes.ts';
import { openSmsProvider } from '#stores/sms.ts';
import { openTokens } from '#stores/tokens.ts';
import {
  composeToPlayer,
  writeDepositConfirmed,
  writeDocumentAccepted,
  writeDocumentRefused,
  type WriteToPlayer,
} from './compose-account.ts';
import { writeAccountClosed, writeAccountClosing, writeClosureUndone } from './compose-closure.ts';
import { emailChangeComposers, type EmailChangeMailStores } from './compose-email-change.ts';
import { writeSecondFactorChanged } from './compose-factor.ts';
import {
  composeFactorRemovalOpened,
  writeSecondFactorsRemoved,
  type FactorRemovalMailStores,
} from './compose-factor-removal.ts';
import { writeIdentityDecided } from './compose-identity.ts';
import { writeExportReady } from './compose-export.ts';
import { writeDocumentExpired, writeDocumentExpiring } from './compose-expiry.ts';
import { loginComposers, type LoginMailStores } from './compose-login.ts';
import { composeMarketingWelcome, type MarketingMailStores } from './compose-marketing.ts';
import { composePasswordReset, writePasswordChanged } from './compose-recovery.ts';
import { composePhoneChanged, writePhoneChangeReverted } from './compose-phone.ts';
import { requestComposers, type RequestMailStores } from './compose-request.ts';
import { smsComposers, type SmsStores } from './compose-sms.ts';
import { writePolicyChanged } from './compose-policy.ts';
import { composeRegistrationMail, type RegistrationMailStores } from './compose-registration.ts';
import type { Compose } from './composition.ts';
import { deliver, type DeliverStores } from './deliver.ts';

/** The stores the sender uses. */
export interface SendStores
  extends
    DeliverStores,
    EmailChangeMailStores,
    FactorRemovalMailStores,
    LoginMailStores,
    MarketingMailStores,
    RegistrationMailStores,
    RequestMailStores,
    SmsStores {
  deposits: Pick<Deposits, 'read'>;
  keys: Pick<SubjectKeys, 'listOf' | 'open'>;
  outbox: Pick<Outbox, 'read'>;
  published: Pick<PublishedVersions, 'read'>;
}

const announcementSchema = z.object({ eventId: z.string() });

/** Sends the message of an announced event to the one person it is for, once, in their language. */
export function send(stores: SendStores): QueueHandler {
  const composers = composersWith(stores);
  return queueHandler(announcementSchema, async ({ eventId }, work) => {
    const event = await stores.outbox.read(eventId);
    const { type } = event;
    if (type === 'breach-notice' || type === 'identity-number-recorded')
      throw new Error(`An event of the type ${type} came to the wrong queue`);
    await deliver(stores, { event, compose: composers[type] }, work);
  });
}

/** Breach notices have a sender and a queue of their own; that an ID number was recorded is told to nobody. */
type MailedType = Exclude<EventType, 'breach-notice' | 'identity-number-recorded'>;

function composersWith(stores: SendStores): Readonly<Record<MailedType, Compose>> {
  const toPlayer =
    (write: WriteToPlayer): Compose =>
    (event, now) =>
      composeToPlayer(stores, { event, write }, now);
  const toRegistrant: Compose = (event, now) => composeRegistrationMail(stores, event, now);
  return {
    'registration-started': toRegistrant,
    'verification-resend-requested': toRegistrant,
    'deposit-confirmed': toPlayer(writeDepositConfirmed(stores.deposits)),
    'document-accepted': toPlayer(writeDocumentAccepted),
    'document-refused': toPlayer(writeDocumentRefused),
    'identity-decided': toPlayer(writeIdentityDecided),
    'document-expiring': toPlayer(writeDocumentExpiring),
    'document-expired': toPlayer(writeDocumentExpired),
    'export-ready': toPlayer(writeExportReady),
    'password-reset-requested': composePasswordReset(stores),
    'password-changed': toPlayer(writePasswordChanged),
    ...emailChangeComposers(stores),
    ...loginComposers(stores),
    'second-factor-changed': toPlayer(writeSecondFactorChanged),
    'factor-removal-opened': composeFactorRemovalOpened(stores),
    'second-factors-removed': toPlayer(writeSecondFactorsRemoved),
    'marketing-agreed': composeMarketingWelcome(stores),
    'account-closing': toPlayer(writeAccountClosing),
    'closure-undone': toPlayer(writeClosureUndone),
    'account-closed': toPlayer(writeAccountClosed(stores.keys)),
    'policy-changed': toPlayer(writePolicyChanged(stores.published)),
    ...requestComposers(stores),
    'phone-changed': (event, now) => composePhoneChanged(stores, event, now),
    'phone-change-reverted': toPlayer(writePhoneChangeReverted),
    ...smsComposers(stores),
  };
}

export const handler = send({
  consents: openConsents(),
  deposits: openDeposits(),
  emailChanges: openEmailChanges(),
  emails: openBlindIndex('email'),
  factorRemovals: openFactorRemovals(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  logins: openLogins(),
  lookups: openLookups(),
  mail: openMailProvider(),
  notifications: openNotifications(),
  outbox: openOutbox(),
  phoneChanges: openPhoneChanges(),
  players: openPlayers(),
  published: openPublishedVersions(),
  registrations: openRegistrations(),
  requests: { find: findRequest },
  sms: openSmsProvider(),
  smsCodes: openSmsCodes(),
  tokens: openTokens(),
});
