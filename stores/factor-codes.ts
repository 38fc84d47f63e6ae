import { smsCodeSeconds } from '#domain/session/sms-code.ts';
import type { Actor } from './commitment.ts';
import { newId } from './ids.ts';
import type { Ledger } from './ledger.ts';
import { openPlayers } from './players.ts';
import { openSmsRequests } from './sms-requests.ts';

/** Who proves the SMS factor, on what occasion (`factorOccasion`), and the address of the network that asks. */
export interface FactorCodeRequest {
  playerId: string;
  occasion: string;
  address: string;
}

/** Whether a code was asked for, and until when it is good. */
export type FactorCodeRequested =
  { outcome: 'requested'; codeEndsAt: Date } | { outcome: 'blocked'; retryAfterSeconds: number };

/** Codes that prove the SMS factor. */
export interface FactorCodes {
  /** Asks for a code to the phone of the account, within the caps. Whoever calls it has made sure that the factor is on. */
  request(request: FactorCodeRequest, moment: { actor: Actor; now: Date }): Promise<FactorCodeRequested>;
}

/** Opens the codes. Needs what `openSmsRequests` needs, and `TABLE_PLAYERS`. */
export function openFactorCodes(ledger: Ledger): FactorCodes {
  const requests = openSmsRequests(ledger);
  const players = openPlayers();
  return {
    async request({ playerId, occasion, address }, moment) {
      const { phoneIndex = playerId } = await players.read(playerId);
      const code = { playerId, purpose: 'second-factor', occasion, requestId: newId(), phoneIndex, address } as const;
      const requested = await requests.request(code, moment);
      if (requested.outcome === 'blocked') return requested;
      return { outcome: 'requested', codeEndsAt: new Date(moment.now.getTime() + smsCodeSeconds * 1000) };
    },
  };
}
