import type { MailLanguage } from '#domain/notification/language.ts';
import type { Letter } from '#domain/notification/letter.ts';
import { accountAlreadyExists } from '#domain/notification/letters/account-already-exists.ts';
import { accountClosed } from '#domain/notification/letters/account-closed.ts';
import { accountClosing } from '#domain/notification/letters/account-closing.ts';
import { closureUndone } from '#domain/notification/letters/closure-undone.ts';
import { addressAlreadyUsed } from '#domain/notification/letters/address-already-used.ts';
import { breachNotice } from '#domain/notification/letters/breach-notice.ts';
import { depositConfirmed } from '#domain/notification/letters/deposit-confirmed.ts';
import { documentAcceptedForReview } from '#domain/notification/letters/document-accepted-for-review.ts';
import { documentExpired } from '#domain/notification/letters/document-expired.ts';
import { documentExpiring } from '#domain/notification/letters/document-expiring.ts';
import { documentRefused } from '#domain/notification/letters/document-refused.ts';
import { emailChangeAnnounced } from '#domain/notification/letters/email-change-announced.ts';
import { emailChangeConfirmed } from '#domain/notification/letters/email-change-confirmed.ts';
import { emailChangeReverted } from '#domain/notification/letters/email-change-reverted.ts';
import { emailChangeVerification } from '#domain/notification/letters/email-change-verification.ts';
import { emailChanged } from '#domain/notification/letters/email-changed.ts';
import { exportReady } from '#domain/notification/letters/export-ready.ts';
import { factorRemovalOpened } from '#domain/notification/letters/factor-removal-opened.ts';
import { identityApproved } from '#domain/notification/letters/identity-approved.ts';
import { identityAskedAgain } from '#domain/notification/letters/identity-asked-again.ts';
import { identityRefused } from '#domain/notification/letters/identity-refused.ts';
import { loginDenied } from '#domain/notification/letters/login-denied.ts';
import { marketingWelcome } from '#domain/notification/letters/marketing-welcome.ts';
import { newDeviceLogin } from '#domain/notification/letters/new-device-login.ts';
import { passwordChanged } from '#domain/notification/letters/password-changed.ts';
import { passwordReset } from '#domain/notification/letters/password-reset.ts';
import { phoneChangeReverted } from '#domain/notification/letters/phone-change-reverted.ts';
import { phoneChanged } from '#domain/notification/letters/phone-changed.ts';
import { policyChanged } from '#domain/notification/letters/policy-changed.ts';
import { registrationVerification } from '#domain/notification/letters/registration-verification.ts';
import { requestCompleted } from '#domain/notification/letters/request-completed.ts';
import { requestConfirmationAsked } from '#domain/notification/letters/request-confirmation-asked.ts';
import { requestDenied } from '#domain/notification/letters/request-denied.ts';
import { requestDuplicate } from '#domain/notification/letters/request-duplicate.ts';
import { requestExpired } from '#domain/notification/letters/request-expired.ts';
import { requestExtended } from '#domain/notification/letters/request-extended.ts';
import { requestReceived } from '#domain/notification/letters/request-received.ts';
import { secondFactorChanged } from '#domain/notification/letters/second-factor-changed.ts';
import { secondFactorsRemoved } from '#domain/notification/letters/second-factors-removed.ts';

const origin = 'https://id.sesetoro.example';

/** Every letter with the same given text wherever a text is given. */
export const sampleLetters: Readonly<Record<string, (language: MailLanguage, given: string) => Letter>> = {
  'account-already-exists': (language, given) => accountAlreadyExists(language, { addressName: given, contact: given }),
  'account-closed': (language, given) =>
    accountClosed(language, {
      addressName: given,
      closedAt: given,
      kept: [{ what: given, until: given, ground: given }],
      contact: given,
    }),
  'account-closing': (language, given) =>
    accountClosing(language, { addressName: given, closesAt: given, contact: given }),
  'closure-undone': (language, given) => closureUndone(language, { addressName: given, contact: given }),
  'address-already-used': (language, given) => addressAlreadyUsed(language, { addressName: given, contact: given }),
  'breach-notice': (language, given) =>
    breachNotice(language, {
      addressName: given,
      whatOccurred: given,
      exposedFields: [given],
      whatWasDone: given,
      whatYouCanDo: given,
      advice: ['distrust-messages', 'change-password', 'watch-payments', 'watch-identity', 'expect-impersonation'],
      contact: given,
    }),
  'marketing-welcome': (language, given) =>
    marketingWelcome(language, { addressName: given, unsubscribeLink: `${origin}/unsubscribe#token`, contact: given }),
  'deposit-confirmed': (language, given) =>
    depositConfirmed(language, {
      addressName: given,
      amount: given,
      paymentReference: given,
      confirmedAt: given,
      contact: given,
    }),
  'document-accepted-for-review': (language, given) => documentAcceptedForReview(language, { addressName: given }),
  'document-expired': (language, given) => documentExpired(language, { addressName: given, expiredOn: given }),
  'document-expiring': (language, given) => documentExpiring(language, { addressName: given, expiresOn: given }),
  'document-refused': (language, given) => documentRefused(language, { addressName: given, reason: given }),
  'email-change-announced': (language, given) =>
    emailChangeAnnounced(language, { addressName: given, askedAt: given, contact: given }),
  'email-change-confirmed': (language, given) =>
    emailChangeConfirmed(language, { addressName: given, changedAt: given, contact: given }),
  'email-change-reverted': (language, given) =>
    emailChangeReverted(language, {
      addressName: given,
      link: `${origin}/password-reset#token`,
      endsAt: given,
      contact: given,
    }),
  'email-change-verification': (language, given) =>
    emailChangeVerification(language, { link: `${origin}/email-change#token`, endsAt: given }),
  'email-changed': (language, given) =>
    emailChanged(language, {
      addressName: given,
      changedAt: given,
      link: `${origin}/email-change-reversion#token`,
      endsAt: given,
      contact: given,
    }),
  'export-ready': (language, given) =>
    exportReady(language, { addressName: given, link: `${origin}/exports`, destroyAt: given, contact: given }),
  'factor-removal-opened': (language, given) =>
    factorRemovalOpened(language, {
      addressName: given,
      openedAt: given,
      earliestAt: given,
      link: `${origin}/factor-removal-stop#token`,
      endsAt: given,
      contact: given,
    }),
  'identity-approved': (language, given) => identityApproved(language, { addressName: given, contact: given }),
  'identity-asked-again': (language, given) => identityAskedAgain(language, { addressName: given, reason: given }),
  'identity-refused': (language, given) =>
    identityRefused(language, { addressName: given, reason: given, contact: given }),
  'login-denied': (language, given) =>
    loginDenied(language, {
      addressName: given,
      deniedAt: given,
      link: `${origin}/password-reset#token`,
      endsAt: given,
      contact: given,
    }),
  'new-device-login': (language, given) =>
    newDeviceLogin(language, {
      addressName: given,
      device: given,
      place: given,
      loggedInAt: given,
      loggedInAtUtc: given,
      link: `${origin}/login-denial#token`,
      endsAt: given,
      contact: given,
    }),
  'password-changed': (language, given) =>
    passwordChanged(language, { addressName: given, changedAt: given, heldUntil: given, contact: given }),
  'password-reset': (language, given) =>
    passwordReset(language, {
      addressName: given,
      link: `${origin}/password-reset#token`,
      endsAt: given,
      contact: given,
    }),
  'policy-changed': (language, given) =>
    policyChanged(language, {
      addressName: given,
      effectiveFrom: given,
      changes: [given],
      summary: given,
      asksConsent: true,
      contact: given,
    }),
  'phone-change-reverted': (language, given) => phoneChangeReverted(language, { addressName: given, contact: given }),
  'phone-changed': (language, given) =>
    phoneChanged(language, {
      addressName: given,
      changedAt: given,
      link: 'https://id.sesetoro.example/phone-change-reversion#token',
      endsAt: given,
      contact: given,
    }),
  'registration-verification': (language, given) =>
    registrationVerification(language, { link: 'https://id.sesetoro.example/verification#token', endsAt: given }),
  'request-completed': (language, given) =>
    requestCompleted(language, { addressName: given, asked: given, done: given, requestId: given, contact: given }),
  'request-confirmation-asked': (language, given) =>
    requestConfirmationAsked(language, {
      addressName: given,
      asked: given,
      confirmBy: given,
      dueAt: given,
      requestId: given,
      contact: given,
    }),
  'request-denied': (language, given) =>
    requestDenied(language, {
      addressName: given,
      asked: given,
      reason: given,
      words: given,
      law: given,
      regulator: given,
      regulatorWebsite: given,
      requestId: given,
      contact: given,
    }),
  'request-duplicate': (language, given) =>
    requestDuplicate(language, { addressName: given, asked: given, dueAt: given, requestId: given, contact: given }),
  'request-expired': (language, given) =>
    requestExpired(language, { addressName: given, asked: given, requestId: given, contact: given }),
  'request-extended': (language, given) =>
    requestExtended(language, {
      addressName: given,
      asked: given,
      reason: given,
      dueAt: given,
      requestId: given,
      contact: given,
    }),
  'request-received': (language, given) =>
    requestReceived(language, { addressName: given, asked: given, dueAt: given, requestId: given, contact: given }),
  'second-factor-changed': (language, given) =>
    secondFactorChanged(language, { addressName: given, method: 'totp', isOn: true, changedAt: given, contact: given }),
  'second-factors-removed': (language, given) =>
    secondFactorsRemoved(language, { addressName: given, removedAt: given, heldUntil: given, contact: given }),
};
