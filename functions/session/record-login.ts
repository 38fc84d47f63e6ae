import type { DomainEvent } from '#domain/decision.ts';
import { acknowledgedByUse } from '#domain/policy/answer.ts';
import { newDeviceLogin } from '#domain/session/login.ts';
import { networkOf } from '#domain/session/network.ts';
import type { Viewer } from '#functions/edge/viewer.ts';
import type { Write } from '#stores/commitment.ts';
import type { Devices, FoundDevice } from '#stores/devices.ts';
import { newId } from '#stores/ids.ts';
import type { FoundSubjectKey } from '#stores/found-key.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { Logins } from '#stores/logins.ts';
import { nothingToRead, readTogether } from '#stores/reads.ts';
import type { PolicyAnswers } from '#stores/policies/answers.ts';
import type { DeviceKind } from '#stores/session-rows.ts';
import type { ReadUserAgent } from '#stores/user-agents.ts';

/** The stores that recording a login uses. */
export interface RecordLoginStores {
  answers: Pick<PolicyAnswers, 'findingDue' | 'acknowledging'>;
  devices: Pick<Devices, 'hashOf' | 'finding' | 'adding' | 'using'>;
  keys: Pick<SubjectKeys, 'finding' | 'openOrMake'>;
  logins: Pick<Logins, 'recording'>;
}

/** A login that is about to be committed. */
export interface LoginToRecord {
  playerId: string;
  sessionId: string;
  /** Undefined when the client did not say which device it is: then it is an unknown one. */
  deviceHash: string | undefined;
  deviceKind: DeviceKind;
  agent: ReadUserAgent;
  viewer: Viewer;
}

/** What recording a login looks at: the key of the player's logins, and the device. */
export interface SeenLogin {
  key: FoundSubjectKey<'activity'>;
  /** Undefined when the client did not say which device it is. */
  device: FoundDevice | undefined;
  /** The minor version of the policy that using the service on acknowledges (C90). */
  policyToAcknowledge: number | undefined;
}

/** What is committed with the session. The writes fail in a race for the activity key or for a device. */
export interface LoginRecord {
  writes: readonly Write[];
  events: readonly DomainEvent[];
}

/** Reads what recording a login looks at, in one call. */
export async function seeLogin(
  { answers, devices, keys }: RecordLoginStores,
  { playerId, deviceHash }: Pick<LoginToRecord, 'playerId' | 'deviceHash'>,
  now: Date,
): Promise<SeenLogin> {
  const [key, device, policyToAcknowledge] = await readTogether(
    keys.finding(playerId, 'activity'),
    deviceHash === undefined ? nothingToRead : devices.finding(playerId, deviceHash, now),
    answers.findingDue(playerId),
  );
  return { key, device, policyToAcknowledge };
}

/** Records a login and its device. Whoever was first with a new device announces it; whoever comes after knows it. */
export async function recordLogin(
  stores: RecordLoginStores,
  { login, seen }: { login: LoginToRecord; seen: SeenLogin },
  now: Date,
): Promise<LoginRecord> {
  const { playerId, sessionId, deviceKind, agent, viewer } = login;
  const { system, browser } = agent;
  const { device, policyToAcknowledge: version } = seen;
  const { key, writes } = await stores.keys.openOrMake(seen.key, now);
  const loginId = newId();
  const { address, country, city } = viewer;
  const where = { address, network: networkOf(address), country, city };
  const details = { loginId, loggedInAt: now.toISOString(), deviceKind, sessionId, system, browser, ...where };
  const using = version === undefined ? [] : stores.answers.acknowledging(playerId, acknowledgedByUse(version, now));
  const recording = [...writes, ...stores.logins.recording(key, details, now), ...using];
  const announcing = [newDeviceLogin({ playerId, loginId })];
  if (device === undefined) return { writes: recording, events: announcing };
  if (device.lastSeenAt !== undefined) return { writes: [...recording, stores.devices.using(device, now)], events: [] };
  const adding = stores.devices.adding(key, { ...device, deviceKind, system, browser }, now);
  return { writes: [...recording, adding], events: announcing };
}
