import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { daysAfter, endSecondsOfLogin, loginDays } from '#domain/session/login-times.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { sealField, unsealField, type SubjectKey } from './sealing.ts';
import { deviceKindSchema, type DeviceKind } from './session-rows.ts';
import { setting } from './settings.ts';

const bytes = () => z.instanceof(Uint8Array);

/** Made where logins are read: recording one reads none, and each part of a schema costs a cold start. */
const loginItemSchema = () =>
  z.object({
    sk: z.string(),
    loggedInAt: z.string(),
    deviceKind: deviceKindSchema,
    sessionId: z.string(),
    system: bytes().optional(),
    browser: bytes().optional(),
    network: bytes().optional(),
    country: bytes().optional(),
    city: bytes().optional(),
  });

const addressItemSchema = () => z.object({ sk: z.string(), address: bytes(), endsAtSeconds: z.number() });

/** Members of a login that are sealed, with the field that each is. */
const sealedMembers = {
  system: 'loginSystem',
  browser: 'loginBrowser',
  network: 'loginNetwork',
  country: 'loginCountry',
  city: 'loginCity',
} as const;

type SealedMember = keyof typeof sealedMembers;
const sealedNames = Object.keys(sealedMembers) as SealedMember[];

/** What is known of a login, in the clear. */
export interface LoginDetails extends Partial<Record<SealedMember, string | undefined>> {
  loginId: string;
  /** RFC 3339, UTC. */
  loggedInAt: string;
  deviceKind: DeviceKind;
  sessionId: string;
  /** The full address; gone after 90 days. */
  address?: string | undefined;
}

/** One page of logins; `cursor` is the sort key of the last one, opaque to callers. */
export interface LoginPage {
  logins: LoginDetails[];
  cursor: string | undefined;
}

/** Records of logins. What tells where and with what somebody logged in is sealed under the player's activity key. */
export interface Logins {
  /** The writes that record a login, its full address apart and for a shorter time. */
  recording(key: SubjectKey<'activity'>, login: LoginDetails, now: Date): Write[];
  /** One login without its full address, by a consistent read; undefined when it has ended. */
  find(
    key: SubjectKey<'activity'>,
    place: Pick<LoginDetails, 'loginId' | 'loggedInAt'>,
    now: Date,
  ): Promise<LoginDetails | undefined>;
  /** A player's logins that have not ended, newest first. */
  page(key: SubjectKey<'activity'>, page: { after?: string | undefined; limit: number }, now: Date): Promise<LoginPage>;
}

/** Opens the store of logins. Needs `TABLE_ACTIVITY`. */
export function openLogins(): Logins {
  return { recording, find, page };
}

const loginPrefix = 'login#';
const addressPrefix = 'login-address#';
const placeOf = ({ loggedInAt, loginId }: Pick<LoginDetails, 'loginId' | 'loggedInAt'>) => `${loggedInAt}#${loginId}`;

function recording(key: SubjectKey<'activity'>, login: LoginDetails, now: Date): Write[] {
  const { loginId, loggedInAt, deviceKind, sessionId, address } = login;
  const sealed = sealedNames.flatMap((name) => {
    const value = login[name];
    const place = { field: sealedMembers[name], recordId: loginId };
    return value === undefined ? [] : [[name, sealField(key, place, value)] as const];
  });
  const common = { pk: key.subjectId, schemaVersion: 1 };
  const row = {
    ...common,
    sk: loginPrefix + placeOf(login),
    loggedInAt,
    deviceKind,
    sessionId,
    ...Object.fromEntries(sealed),
    expiresAtSeconds: endSecondsOfLogin('login', now),
  };
  const endsAtSeconds = endSecondsOfLogin('address', now);
  const twin = address !== undefined && {
    ...common,
    sk: addressPrefix + placeOf(login),
    address: sealField(key, { field: 'loginAddress', recordId: loginId }, address),
    endsAtSeconds,
    expiresAtSeconds: endsAtSeconds,
  };
  return [row, ...(twin ? [twin] : [])].map((Item) => ({
    Put: { TableName: setting('TABLE_ACTIVITY'), Item, ConditionExpression: 'attribute_not_exists(pk)' },
  }));
}

function detailsOf(key: SubjectKey<'activity'>, item: z.infer<ReturnType<typeof loginItemSchema>>): LoginDetails {
  const { sk, loggedInAt, deviceKind, sessionId } = item;
  const loginId = sk.slice(sk.lastIndexOf('#') + 1);
  const opened = sealedNames.flatMap((name) => {
    const envelope = item[name];
    const place = { field: sealedMembers[name], recordId: loginId };
    return envelope === undefined ? [] : [[name, unsealField(key, place, envelope)] as const];
  });
  return { loginId, loggedInAt, deviceKind, sessionId, ...Object.fromEntries(opened) };
}

/** The first moment whose logins have not ended. */
const earliest = (now: Date) => daysAfter(now, -loginDays.login).toISOString();

async function find(
  key: SubjectKey<'activity'>,
  place: Pick<LoginDetails, 'loginId' | 'loggedInAt'>,
  now: Date,
): Promise<LoginDetails | undefined> {
  if (place.loggedInAt <= earliest(now)) return undefined;
  const Key = { pk: key.subjectId, sk: loginPrefix + placeOf(place) };
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_ACTIVITY'), Key, ConsistentRead: true }),
  );
  const item = loginItemSchema().optional().parse(Item);
  return item && detailsOf(key, item);
}

async function page(
  key: SubjectKey<'activity'>,
  { after, limit }: { after?: string | undefined; limit: number },
  now: Date,
): Promise<LoginPage> {
  const pk = key.subjectId;
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_ACTIVITY'),
      // What has ended stands in the table until time to live comes: the range leaves it out.
      KeyConditionExpression: 'pk = :playerId AND sk BETWEEN :earliest AND :latest',
      ExpressionAttributeValues: {
        ':playerId': pk,
        ':earliest': loginPrefix + earliest(now),
        ':latest': `${loginPrefix}~`,
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
    }),
  );
  const logins = z
    .array(loginItemSchema())
    .parse(Items ?? [])
    .map((item) => detailsOf(key, item));
  const addresses = await addressesOf(key, logins, now);
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    logins: logins.map((login) => ({ ...login, address: addresses.get(login.loginId) })),
    cursor: typeof last === 'string' ? last : undefined,
  };
}

/** The full addresses of a page of logins that have not ended, by the id of the login. */
async function addressesOf(
  key: SubjectKey<'activity'>,
  logins: readonly LoginDetails[],
  now: Date,
): Promise<Map<string, string>> {
  const [newest, oldest] = [logins[0], logins.at(-1)];
  if (newest === undefined || oldest === undefined) return new Map();
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_ACTIVITY'),
      KeyConditionExpression: 'pk = :playerId AND sk BETWEEN :oldest AND :newest',
      ExpressionAttributeValues: {
        ':playerId': key.subjectId,
        ':oldest': addressPrefix + placeOf(oldest),
        ':newest': addressPrefix + placeOf(newest),
      },
      ConsistentRead: true,
      Limit: logins.length,
    }),
  );
  const items = z.array(addressItemSchema()).parse(Items ?? []);
  return new Map(
    items
      .filter(({ endsAtSeconds }) => endsAtSeconds * 1000 > now.getTime())
      .map(({ sk, address }) => {
        const loginId = sk.slice(sk.lastIndexOf('#') + 1);
        return [loginId, unsealField(key, { field: 'loginAddress', recordId: loginId }, address)] as const;
      }),
  );
}
