import { factorMethods, type FactorMethod } from '#domain/session/second-factor.ts';
import { factorRowsSchema, readFactorRows, type FactorRow } from './factor-rows.ts';
import { hasPasskeys, passkeyRows } from './passkeys.ts';
import type { Read } from './reads.ts';
import { hasRecoveryCodes, recoveryCodesRow } from './recovery-codes.ts';
import { setting } from './settings.ts';
import { hasSms, smsRow } from './sms-factor.ts';
import { hasTotp, totpRow } from './totp-factor.ts';

/** Which second factors players have on. Apart from their checks: whoever only asks starts without what checks them. */
export interface FactorMethods {
  /** The methods that are on for a player, best first, by a consistent read; empty where the password is the only factor. */
  methodsOf(playerId: string): Promise<readonly FactorMethod[]>;
  /** The same, as a read that travels with others. */
  finding(playerId: string): Read<readonly FactorMethod[]>;
}

/** Opens the methods. Needs `TABLE_CREDENTIALS`. */
export function openFactorMethods(): FactorMethods {
  return { methodsOf: async (playerId) => methodsIn(await readFactorRows(playerId)), finding };
}

/** Every row that a second factor can have: whoever logs in reads them by name, together with much else. */
const sortKeys: readonly string[] = [totpRow, smsRow, recoveryCodesRow, ...passkeyRows];

const finding = (playerId: string): Read<readonly FactorMethod[]> => ({
  places: sortKeys.map((sk) => ({ TableName: setting('TABLE_CREDENTIALS'), Key: { pk: playerId, sk } })),
  from: (found) => methodsIn(factorRowsSchema.parse(found.filter((item) => item !== undefined))),
});

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
