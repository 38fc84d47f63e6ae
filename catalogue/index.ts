import { abuseFields } from './fields/abuse-fields.ts';
import { activityFields } from './fields/activity-fields.ts';
import { breachFields } from './fields/breach-fields.ts';
import { consentFields } from './fields/consent-fields.ts';
import { evidenceFields } from './fields/evidence-fields.ts';
import { exportFields } from './fields/export-fields.ts';
import { factorFields } from './fields/factor-fields.ts';
import { kycFields } from './fields/kyc-fields.ts';
import { notificationFields } from './fields/notification-fields.ts';
import { passkeyFields } from './fields/passkey-fields.ts';
import { paymentFields } from './fields/payment-fields.ts';
import { playerFields } from './fields/player-fields.ts';
import { policyFields } from './fields/policy-fields.ts';
import { recoveryFields } from './fields/recovery-fields.ts';
import { removalFields } from './fields/removal-fields.ts';
import { requestFields } from './fields/request-fields.ts';
import { reviewFields } from './fields/review-fields.ts';
import { safetyFields } from './fields/safety-fields.ts';
import { screeningFields } from './fields/screening-fields.ts';
import { sessionFields } from './fields/session-fields.ts';
import { smsFields } from './fields/sms-fields.ts';
import { staffFields } from './fields/staff-fields.ts';
import type { FieldDeclaration } from './field.ts';
import type { KeyClass } from './key-classes.ts';

const declarations = {
  ...playerFields,
  ...safetyFields,
  ...policyFields,
  ...recoveryFields,
  ...consentFields,
  ...sessionFields,
  ...abuseFields,
  ...activityFields,
  ...factorFields,
  ...passkeyFields,
  ...removalFields,
  ...smsFields,
  ...kycFields,
  ...reviewFields,
  ...screeningFields,
  ...paymentFields,
  ...exportFields,
  ...requestFields,
  ...notificationFields,
  ...breachFields,
  ...evidenceFields,
  ...staffFields,
} as const satisfies Record<string, FieldDeclaration>;

/** Name of a personal field; the name under which a sealed value is authenticated. */
export type FieldName = keyof typeof declarations;

/** Names of the fields that are sealed under a class of subject key: sealing one under another class does not compile. */
export type SealedFieldOf<Class extends KeyClass> = {
  [Name in FieldName]: (typeof declarations)[Name] extends { cover: 'sealed'; keyClass: Class } ? Name : never;
}[FieldName];

/** Every personal field of the platform, declared once (design 3). */
export const catalogue: Readonly<Record<FieldName, FieldDeclaration>> = declarations;

/** Names of all fields, in the order of their declaration. */
export const fieldNames = Object.keys(declarations) as readonly FieldName[];

/** Names of the fields that are about players; the rest is about staff. */
export const playerFieldNames: readonly FieldName[] = fieldNames.filter((name) => !Object.hasOwn(staffFields, name));

/** Whether a text names a personal field. */
export function isFieldName(text: string): text is FieldName {
  return Object.hasOwn(declarations, text);
}
