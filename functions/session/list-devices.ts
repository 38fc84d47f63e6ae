// GET /v1/me/devices
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDevices, type Devices } from '#stores/devices.ts';
import { KeyEnded } from '#stores/failures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listDevicesContract } from './login-contract.ts';

/** The stores that listing devices uses. */
export interface ListDevicesStores {
  devices: Pick<Devices, 'page' | 'validFrom'>;
  keys: Pick<SubjectKeys, 'open'>;
  sessions: Sessions;
}

/** Shows players the devices that log in without a mail. */
export function listDevices(stores: ListDevicesStores): HttpHandler {
  return playerHttp(listDevicesContract, stores, async ({ command: { query }, caller, now }) => {
    try {
      const key = await stores.keys.open(caller.playerId, 'activity', now);
      const validFrom = await stores.devices.validFrom(caller.playerId);
      const page = await stores.devices.page(key, { after: query.cursor, limit: query.limit, validFrom }, now);
      const devices = page.devices.map(({ deviceHash: deviceId, ...device }) => ({ deviceId, ...device }));
      return answer(200, { devices, cursor: page.cursor });
    } catch (error) {
      if (error instanceof KeyEnded) return answer(200, { devices: [] });
      throw error;
    }
  });
}

export const handler = listDevices({ devices: openDevices(), keys: openSubjectKeys(), sessions: openSessions() });
