import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

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
  counting(`registration-mails#${emailIndex}`, registrationMailsPerDay, now);

/** The write that counts one mail with a link to a new password; otherwise like `countingRegistrationMail`. */
export const countingResetMail = (emailIndex: string, now: Date): Write =>
  counting(`reset-mails#${emailIndex}`, resetMailsPerDay, now);

/** The write that counts one mail to an address that a player wants to have; otherwise like `countingRegistrationMail`. */
export const countingAddressMail = (emailIndex: string, now: Date): Write =>
  counting(`address-mails#${emailIndex}`, addressMailsPerDay, now);

/** The write that counts one change of address that a player asks for; otherwise like `countingRegistrationMail`. */
export const countingEmailChange = (playerId: string, now: Date): Write =>
  counting(`email-changes#${playerId}`, emailChangesPerDay, now);

function counting(what: string, most: number, now: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_LIMITS'),
      Key: { pk: `${what}#${now.toISOString().slice(0, 10)}`, sk: 'attempts' },
      UpdateExpression: 'SET expiresAtSeconds = :expires, schemaVersion = :version ADD #count :one',
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':expires': Math.floor(now.getTime() / 1000) + 2 * 86_400,
        ':version': 1,
        ':one': 1,
        ':most': most,
      },
    },
  };
}
