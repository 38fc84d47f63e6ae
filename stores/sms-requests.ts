import type { ChangeRecord } from '#domain/decision.ts';
import { secondsUntilNextDay, type SmsCodePurpose } from '#domain/session/sms-code.ts';
import { smsCodeRequested } from '#domain/session/sms-factor.ts';
import { openBlindIndex } from './blind-index.ts';
import type { Actor, Write } from './commitment.ts';
import { Conflict } from './failures.ts';
import type { Ledger } from './ledger.ts';
import { openNetworkNames } from './network-name.ts';
import { countingSms } from './sms-allowance.ts';
import { openSmsCodes } from './sms-codes.ts';

/** Who asks for a code, what for and from where. */
export interface SmsRequest {
  playerId: string;
  purpose: SmsCodePurpose;
  /** The one occasion that the code serves on (`factorOccasion`). */
  occasion?: string;
  /** Opaque id of the request, which the sender finds it by. */
  requestId: string;
  /** Blind index of the number that the code goes to. */
  phoneIndex: string;
  /** Address of the network that asks. */
  address: string;
  /** What must be committed with the request. */
  writes?: readonly Write[];
}

/** Whether a code was asked for. */
export type SmsRequested = { outcome: 'requested' } | { outcome: 'blocked'; retryAfterSeconds: number };

/** Asks for codes by text message within the caps. */
export interface SmsRequests {
  /**
   * Counts the message, asks for its code and announces it to the sender in one transaction, or says how long the caps
   * that are reached stay so; which of them is not told.
   */
  request(request: SmsRequest, moment: { actor: Actor; now: Date }): Promise<SmsRequested>;
}

/** Opens the asking. Needs `TABLE_LIMITS`, `TABLE_NOTIFICATIONS` and the blind index of phones. */
export function openSmsRequests(ledger: Ledger): SmsRequests {
  const codes = openSmsCodes();
  const networks = openNetworkNames(openBlindIndex('phone'));
  return {
    async request({ playerId, purpose, occasion, requestId, phoneIndex, address, writes = [] }, { actor, now }) {
      const networkName = await networks.nameOf(address);
      const counting = countingSms({ phoneIndex, playerId, networkName, purpose }, now);
      const record: ChangeRecord = smsCodeRequested(playerId, requestId, purpose);
      try {
        await ledger.commit({
          writes: [...counting, codes.requesting({ playerId, purpose, occasion, requestId }, now), ...writes],
          ...record,
          actor,
          now,
        });
        return { outcome: 'requested' };
      } catch (error) {
        if (!(error instanceof Conflict) || !error.failedWrites.some((index) => index < counting.length)) throw error;
        return { outcome: 'blocked', retryAfterSeconds: secondsUntilNextDay(now) };
      }
    },
  };
}
