import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** So many registration mails go to one address on one day (UTC), whoever asks for them. */
export const registrationMailsPerDay = 10;

/**
 * The write that counts one registration mail to an address, named by its blind index. Its condition fails when the
 * day's mails are used up. Needs `TABLE_LIMITS`.
 */
export function countingRegistrationMail(emailIndex: string, now: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_LIMITS'),
      Key: { pk: `registration-mails#${emailIndex}#${now.toISOString().slice(0, 10)}`, sk: 'attempts' },
      UpdateExpression: 'SET expiresAtSeconds = :expires, schemaVersion = :version ADD #count :one',
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':expires': Math.floor(now.getTime() / 1000) + 2 * 86_400,
        ':version': 1,
        ':one': 1,
        ':most': registrationMailsPerDay,
      },
    },
  };
}
