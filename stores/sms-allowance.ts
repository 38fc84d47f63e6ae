import { smsCapsPerDay, type SmsCap, type SmsCodePurpose } from '#domain/session/sms-code.ts';
import type { Write } from './commitment.ts';
import { countingOnDay } from './daily-counts.ts';

/** Who a message is counted for, none of it a number or an address. */
export interface SmsCounted {
  /** Blind index of the number. */
  phoneIndex: string;
  playerId: string;
  /** Name of the network, of `openNetworkNames` with the index of phones. */
  networkName: string;
  purpose: SmsCodePurpose;
}

/**
 * The writes that count one message by number, account and network and day (UTC). The condition of each fails when its
 * cap is reached. Needs `TABLE_LIMITS` (UpdateItem).
 */
export function countingSms({ phoneIndex, playerId, networkName, purpose }: SmsCounted, now: Date): Write[] {
  const counted: readonly [SmsCap, string][] = [
    ['number', phoneIndex],
    ['account', playerId],
    [purpose === 'second-factor' ? 'network-proving' : 'network', networkName],
  ];
  return counted.map(([cap, name]) => countingOnDay(`sms-${cap}#${name}`, smsCapsPerDay[cap], now));
}
