import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { sealField, type SubjectKey } from './sealing.ts';
import { setting } from './settings.ts';

/** A registration that is not verified by then never was (48 hours). */
export const registrationSeconds = 48 * 3600;
/** So many pending registrations of one address are read, and removed when one of them wins. */
const pendingReadMax = 20;

const bytes = z.instanceof(Uint8Array);

const registrationItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  jurisdiction: z.string(),
  language: z.enum(['en', 'id']),
  noticeHash: z.string(),
  transferConsentAt: z.string().optional(),
  startedAt: z.string(),
  endsAtSeconds: z.number(),
  passwordHash: z.string(),
  phoneIndex: z.string(),
  email: bytes,
  addressName: bytes,
  fullName: bytes,
  birthDate: bytes,
  phone: bytes,
});

/** A pending registration as stored: sealed values stay sealed and move into the account as they are. */
export type PendingRegistration = z.infer<typeof registrationItemSchema>;

/** What a person gave, in the clear, on its way to be sealed. */
export interface RegistrationDetails {
  email: string;
  fullName: string;
  birthDate: string;
  phone: string;
}

/** What is kept of a registration beside the sealed details. */
export interface RegistrationTerms {
  registrationId: string;
  emailIndex: string;
  phoneIndex: string;
  jurisdiction: string;
  language: 'en' | 'id';
  noticeHash: string;
  transferConsent: boolean;
  passwordHash: string;
}

/** Pending registrations, by the blind index of their e-mail address. */
export interface Registrations {
  /** The write that starts a registration. `keys` are its own fresh keys, which end with it. */
  starting(
    terms: RegistrationTerms,
    details: RegistrationDetails,
    made: { identity: SubjectKey<'identity'>; contact: SubjectKey<'contact'>; now: Date },
  ): Write;
  /** One registration of an address, if it is still open; never hidden by how many others there are. */
  find(emailIndex: string, registrationId: string, now: Date): Promise<PendingRegistration | undefined>;
  /** Registrations of an address that are still open, newest first; at most 20. */
  pending(emailIndex: string, now: Date): Promise<PendingRegistration[]>;
  /** The write that removes a registration; with `mustExist` its condition fails when another verification was first. */
  removing(registration: Pick<PendingRegistration, 'pk' | 'sk'>, options: { mustExist: boolean }): Write;
}

/** Opens the store of pending registrations. Needs `TABLE_REGISTRATIONS`. */
export function openRegistrations(): Registrations {
  return { starting, find, pending, removing };
}

function starting(
  terms: RegistrationTerms,
  details: RegistrationDetails,
  { identity, contact, now }: { identity: SubjectKey<'identity'>; contact: SubjectKey<'contact'>; now: Date },
): Write {
  const recordId = terms.registrationId;
  const endsAtSeconds = Math.floor(now.getTime() / 1000) + registrationSeconds;
  const Item: PendingRegistration & { schemaVersion: number; expiresAtSeconds: number } = {
    pk: terms.emailIndex,
    sk: recordId,
    schemaVersion: 1,
    jurisdiction: terms.jurisdiction,
    language: terms.language,
    noticeHash: terms.noticeHash,
    ...(terms.transferConsent ? { transferConsentAt: now.toISOString() } : {}),
    startedAt: now.toISOString(),
    endsAtSeconds,
    expiresAtSeconds: endsAtSeconds,
    passwordHash: terms.passwordHash,
    phoneIndex: terms.phoneIndex,
    email: sealField(contact, { field: 'email', recordId }, details.email),
    addressName: sealField(contact, { field: 'addressName', recordId }, details.fullName),
    fullName: sealField(identity, { field: 'fullName', recordId }, details.fullName),
    birthDate: sealField(identity, { field: 'birthDate', recordId }, details.birthDate),
    phone: sealField(identity, { field: 'phone', recordId }, details.phone),
  };
  return {
    Put: { TableName: setting('TABLE_REGISTRATIONS'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
}

async function find(emailIndex: string, registrationId: string, now: Date): Promise<PendingRegistration | undefined> {
  const Key = { pk: emailIndex, sk: registrationId };
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_REGISTRATIONS'), Key, ConsistentRead: true }),
  );
  const registration = registrationItemSchema.optional().parse(Item);
  return registration !== undefined && isOpen(registration, now) ? registration : undefined;
}

const isOpen = ({ endsAtSeconds }: PendingRegistration, now: Date) => endsAtSeconds * 1000 > now.getTime();

async function pending(emailIndex: string, now: Date): Promise<PendingRegistration[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_REGISTRATIONS'),
      KeyConditionExpression: 'pk = :emailIndex',
      ExpressionAttributeValues: { ':emailIndex': emailIndex },
      ConsistentRead: true,
      Limit: pendingReadMax,
    }),
  );
  return z
    .array(registrationItemSchema)
    .parse(Items ?? [])
    .filter((registration) => isOpen(registration, now))
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt));
}

function removing({ pk, sk }: Pick<PendingRegistration, 'pk' | 'sk'>, { mustExist }: { mustExist: boolean }): Write {
  const condition = mustExist ? { ConditionExpression: 'attribute_exists(pk)' } : {};
  return { Delete: { TableName: setting('TABLE_REGISTRATIONS'), Key: { pk, sk }, ...condition } };
}
