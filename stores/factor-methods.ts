import { factorMethods, type FactorMethod } from '#domain/session/second-factor.ts';
import { readFactorRows, type FactorRow } from './factor-rows.ts';
import { hasPasskeys } from './passkeys.ts';
import { hasRecoveryCodes } from './recovery-codes.ts';
import { hasSms } from './sms-factor.ts';
import { hasTotp } from './totp-factor.ts';

/** Which second factors players have on. Apart from their checks: whoever only asks starts without what checks them. */
export interface FactorMethods {
  /** The methods that are on for a player, best first, by a consistent read; empty where the password is the only factor. */
  methodsOf(playerId: string): Promise<readonly FactorMethod[]>;
}

/** Opens the methods. Needs `TABLE_CREDENTIALS`. */
export function openFactorMethods(): FactorMethods {
  return { methodsOf: async (playerId) => methodsIn(await readFactorRows(playerId)) };
}

/** One line per method. */
const isOn: Readonly<Record<FactorMethod, (rows: readonly FactorRow[]) => boolean>> = {
  passkey: hasPasskeys,
  totp: hasTotp,
  sms: hasSms,
  'recovery-code': hasRecoveryCodes,
};

/** The methods that rows turn on, best first. Recovery codes only stand in for a factor that is lost: alone they are none. */
export function methodsIn(rows: readonly FactorRow[]): readonly FactorMethod[] {
  const on = factorMethods.filter((method) => isOn[method](rows));
  return on.some((method) => method !== 'recovery-code') ? on : [];
}
