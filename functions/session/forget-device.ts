// DELETE /v1/me/devices/{deviceId}
import { deviceForgotten } from '#domain/session/login.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import type { Actor } from '#stores/commitment.ts';
import { openDevices, type Devices, type FoundDevice } from '#stores/devices.ts';
import { NotFound } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { openDeviceSessions, type DeviceSessions } from '#stores/device-sessions.ts';
import { forgetDeviceContract } from './login-contract.ts';

/** The stores that forgetting a device uses. */
export interface ForgetDeviceStores {
  devices: Pick<Devices, 'find' | 'forgetting'>;
  deviceSessions: DeviceSessions;
  ledger: Ledger;
  sessions: Sessions;
}

/** Each round ends 50 sessions; nobody has so many on one device that this many rounds leave some. */
const roundsMax = 20;

/**
 * Forgets a device and ends its sessions. The device goes with the last of them; a login that runs into this finds it
 * unknown, and one that was just committed is ended by the round after.
 */
export function forgetDevice(stores: ForgetDeviceStores): HttpHandler {
  return playerHttp(forgetDeviceContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const device = await stores.devices.find(caller.playerId, path.deviceId, now);
    if (device.lastSeenAt === undefined) throw new NotFound('device');
    await endSessions(stores, device, { actor, now });
    return answer(204, null);
  });
}

async function endSessions(
  { devices, deviceSessions, ledger }: ForgetDeviceStores,
  device: FoundDevice,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const { playerId } = device;
  let isForgotten = false;
  for (let round = 1; round <= roundsMax; round += 1) {
    const { ids, isLast } = await deviceSessions.begunBefore(device, now);
    if (isForgotten && ids.length === 0) return;
    const forgets: boolean = isLast && !isForgotten;
    const writes = [
      ...(forgets ? [devices.forgetting(device)] : []),
      ...ids.map((id) => deviceSessions.removing(playerId, id)),
    ];
    await ledger.commit({ writes, ...deviceForgotten(playerId, ids.length), actor, now });
    isForgotten ||= forgets;
  }
  throw new Error('A device has more sessions than can be');
}

export const handler = forgetDevice({
  devices: openDevices(),
  deviceSessions: openDeviceSessions(),
  ledger: openLedger(),
  sessions: openSessions(),
});
