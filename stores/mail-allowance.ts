import type { Write } from './commitment.ts';
import { countingOnDay } from './daily-counts.ts';

/** So many registration mails go to one address on one day (UTC), whoever asks for them. */
export const registrationMailsPerDay = 10;
/** So many mails with a link to a new password go to one address on one day (UTC). */
export const resetMailsPerDay = 5;
/** So many mails about a change to an address go to it on one day (UTC), whoever asks for them. */
export const addressMailsPerDay = 5;
/** So often a player may ask for another address on one day (UTC). */
export const emailChangesPerDay = 3;

/**
 * The write that counts one registration mail to an address, named by its blind index. Its condition fails when the
 * day's mails are used up. Needs `TABLE_LIMITS`.
 */
export const countingRegistrationMail = (emailIndex: string, now: Date): Write =>
  countingOnDay(`registration-mails#${emailIndex}`, registrationMailsPerDay, now);

/** The write that counts one mail with a link to a new password; otherwise like `countingRegistrationMail`. */
export const countingResetMail = (emailIndex: string, now: Date): Write =>
  countingOnDay(`reset-mails#${emailIndex}`, resetMailsPerDay, now);

/** The write that counts one mail to an address that a player wants to have; otherwise like `countingRegistrationMail`. */
export const countingAddressMail = (emailIndex: string, now: Date): Write =>
  countingOnDay(`address-mails#${emailIndex}`, addressMailsPerDay, now);

/** The write that counts one change of address that a player asks for; otherwise like `countingRegistrationMail`. */
export const countingEmailChange = (playerId: string, now: Date): Write =>
  countingOnDay(`email-changes#${playerId}`, emailChangesPerDay, now);
