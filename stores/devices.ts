import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { daysAfter, endSecondsOfLogin, loginDays } from '#domain/session/login-times.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { accountAttributesOfLogin } from './login-account.ts';
import { readTogether, type Read } from './reads.ts';
import { sealField, unsealField, type SubjectKey } from './sealing.ts';
import { deviceKindSchema, type DeviceKind } from './session-rows.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const deviceItemSchema = z.object({
  sk: z.string(),
  deviceKind: deviceKindSchema,
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  deviceSystem: bytes.optional(),
  deviceBrowser: bytes.optional(),
  expiresAtSeconds: z.number(),
});

type DeviceItem = z.infer<typeof deviceItemSchema>;

/** A device that logged in, in the clear. */
export interface Device {
  /** HMAC of the player under the device's own id: who reads it learns neither. */
  deviceHash: string;
  deviceKind: DeviceKind;
  firstSeenAt: string;
  /** By the day. */
  lastSeenAt: string;
  system?: string | undefined;
  browser?: string | undefined;
}

/** A device of a player as a login finds it. */
export interface FoundDevice {
  playerId: string;
  deviceHash: string;
  /** Undefined for a device that is not known, or no more. */
  lastSeenAt: string | undefined;
  /** Devices that were first seen before are forgotten; empty when none ever were. */
  validFrom: string;
}

/** Devices by which players log in. */
export interface Devices {
  /** The name under which a player's device is kept. @param deviceId the secret that the device made for itself */
  hashOf(playerId: string, deviceId: string): string;
  /** Reads consistently in one call whether a device is known. */
  find(playerId: string, deviceHash: string, now: Date): Promise<FoundDevice>;
  /** The same, as a read that travels with others. */
  finding(playerId: string, deviceHash: string, now: Date): Read<FoundDevice>;
  /** Since when devices of a player count, by a consistent read; empty when none were ever forgotten together. */
  validFrom(playerId: string): Promise<string>;
  /** The write that makes a device known; its condition fails when it became known since it was read. */
  adding(
    key: SubjectKey<'activity'>,
    device: FoundDevice & { deviceKind: DeviceKind; system: string | undefined; browser: string | undefined },
    now: Date,
  ): Write;
  /** The write that notes at most once a day that a device is in use; its condition fails when it was forgotten. */
  using(device: FoundDevice, now: Date): Write;
  /** A player's devices, in no order of theirs. */
  page(
    key: SubjectKey<'activity'>,
    page: { after?: string | undefined; limit: number; validFrom: string },
    now: Date,
  ): Promise<{ devices: Device[]; cursor: string | undefined }>;
  /** The write that forgets a device; its condition fails when it is not known. */
  forgetting(device: FoundDevice): Write;
}

/** Opens the store of devices. Needs `TABLE_ACTIVITY`, and `TABLE_PLAYERS` to find one. */
export function openDevices(): Devices {
  return { hashOf, find, finding, validFrom: readValidFrom, adding, using, page, forgetting };
}

const prefix = 'device#';
const keyOf = ({ playerId, deviceHash }: Pick<FoundDevice, 'playerId' | 'deviceHash'>) => ({
  pk: playerId,
  sk: prefix + deviceHash,
});

/** Keyed by the device's own secret: two players on one device share nothing that could be told from the table. */
const hashOf = (playerId: string, deviceId: string): string =>
  createHmac('sha256', deviceId).update(playerId).digest('base64url');

const isKnown = (item: DeviceItem, validFrom: string, now: Date) =>
  item.firstSeenAt >= validFrom && item.expiresAtSeconds * 1000 > now.getTime();

const validFromSchema = z.object({ devicesValidFrom: z.string().default('') });
const validFromOf = (account: unknown): string =>
  account === undefined ? '' : validFromSchema.parse(account).devicesValidFrom;

async function readValidFrom(playerId: string): Promise<string> {
  const { Item } = await documentClient().send(
    new GetCommand({
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      ConsistentRead: true,
      ProjectionExpression: 'devicesValidFrom',
    }),
  );
  return validFromOf(Item);
}

const find = async (playerId: string, deviceHash: string, now: Date): Promise<FoundDevice> =>
  (await readTogether(finding(playerId, deviceHash, now)))[0];

const finding = (playerId: string, deviceHash: string, now: Date): Read<FoundDevice> => ({
  places: [
    { TableName: setting('TABLE_ACTIVITY'), Key: keyOf({ playerId, deviceHash }) },
    {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      attributes: accountAttributesOfLogin,
    },
  ],
  from([device, account]) {
    const item = device === undefined ? undefined : deviceItemSchema.parse(device);
    const validFrom = validFromOf(account);
    const lastSeenAt = item !== undefined && isKnown(item, validFrom, now) ? item.lastSeenAt : undefined;
    return { playerId, deviceHash, lastSeenAt, validFrom };
  },
});

/** Names the row in the record of what was unsealed, where no whole hash may stand: 96 bits of it. */
const recordIdOf = (deviceHash: string) => `device-${deviceHash.slice(0, 16)}`;

function adding(
  key: SubjectKey<'activity'>,
  device: FoundDevice & { deviceKind: DeviceKind; system: string | undefined; browser: string | undefined },
  now: Date,
): Write {
  const { deviceHash, deviceKind, system, browser, validFrom } = device;
  const recordId = recordIdOf(deviceHash);
  const seal = (field: 'deviceSystem' | 'deviceBrowser', value: string | undefined) =>
    value === undefined ? {} : { [field]: sealField(key, { field, recordId }, value) };
  const Item = {
    ...keyOf(device),
    schemaVersion: 1,
    deviceHash,
    deviceKind,
    firstSeenAt: now.toISOString(),
    lastSeenAt: now.toISOString(),
    ...seal('deviceSystem', system),
    ...seal('deviceBrowser', browser),
    expiresAtSeconds: endSecondsOfLogin('device', now),
  };
  return {
    Put: {
      TableName: setting('TABLE_ACTIVITY'),
      Item,
      // A forgotten or ended device may still stand there; one that came first in a race counts.
      ConditionExpression: 'attribute_not_exists(pk) OR firstSeenAt < :validFrom OR expiresAtSeconds <= :now',
      ExpressionAttributeValues: { ':validFrom': validFrom, ':now': Math.floor(now.getTime() / 1000) },
    },
  };
}

const stillKnown = 'attribute_exists(pk) AND firstSeenAt >= :validFrom';

function using(device: FoundDevice, now: Date): Write {
  const { lastSeenAt = '', validFrom } = device;
  const common = { TableName: setting('TABLE_ACTIVITY'), Key: keyOf(device), ConditionExpression: stillKnown };
  const isFresh = lastSeenAt > daysAfter(now, -loginDays.deviceRenewal).toISOString();
  if (isFresh) return { ConditionCheck: { ...common, ExpressionAttributeValues: { ':validFrom': validFrom } } };
  return {
    Update: {
      ...common,
      UpdateExpression: 'SET lastSeenAt = :at, expiresAtSeconds = :ends',
      ExpressionAttributeValues: {
        ':validFrom': validFrom,
        ':at': now.toISOString(),
        ':ends': endSecondsOfLogin('device', now),
      },
    },
  };
}

async function page(
  key: SubjectKey<'activity'>,
  { after, limit, validFrom }: { after?: string | undefined; limit: number; validFrom: string },
  now: Date,
): Promise<{ devices: Device[]; cursor: string | undefined }> {
  const pk = key.subjectId;
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_ACTIVITY'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :device)',
      ExpressionAttributeValues: { ':playerId': pk, ':device': prefix },
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: prefix + after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    devices: z
      .array(deviceItemSchema)
      .parse(Items ?? [])
      .filter((item) => isKnown(item, validFrom, now))
      .map((item) => deviceOf(key, item)),
    cursor: typeof last === 'string' ? last.slice(prefix.length) : undefined,
  };
}

function deviceOf(key: SubjectKey<'activity'>, item: DeviceItem): Device {
  const { deviceKind, firstSeenAt, lastSeenAt } = item;
  const deviceHash = item.sk.slice(prefix.length);
  const open = (field: 'deviceSystem' | 'deviceBrowser') => {
    const envelope = item[field];
    return envelope && unsealField(key, { field, recordId: recordIdOf(deviceHash) }, envelope);
  };
  const opened = { system: open('deviceSystem'), browser: open('deviceBrowser') };
  return { deviceHash, deviceKind, firstSeenAt, lastSeenAt, ...opened };
}

function forgetting(device: FoundDevice): Write {
  return {
    Delete: {
      TableName: setting('TABLE_ACTIVITY'),
      Key: keyOf(device),
      ConditionExpression: stillKnown,
      ExpressionAttributeValues: { ':validFrom': device.validFrom },
    },
  };
}
