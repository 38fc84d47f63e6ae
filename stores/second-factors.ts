import { factorMethods, type FactorMethod, type PresentedFactor } from '#domain/session/second-factor.ts';
import type { Write } from './commitment.ts';
import { KeyEnded } from './failures.ts';
import type { FactorChecker } from './factor-checker.ts';
import { readFactorRows, type FactorRow } from './factor-rows.ts';
import { forgettingRecoveryCodes, recoveryCodesFactor } from './recovery-codes.ts';
import { forgettingSms, smsFactor } from './sms-factor.ts';
import { forgettingTotp, totpFactor } from './totp-factor.ts';

/** The second factors of players. */
export interface SecondFactors {
  /** The methods that are on for a player, best first, by a consistent read; empty where the password is the only factor. */
  methodsOf(playerId: string): Promise<readonly FactorMethod[]>;
  /** Checks a proof: the writes that use it up, to be committed with what it allows; undefined when it is not right. */
  check(playerId: string, proof: PresentedFactor, now: Date): Promise<readonly Write[] | undefined>;
}

/** Opens the second factors. Needs `TABLE_CREDENTIALS`; a check also `TABLE_KEYS` and the key class `identity`. */
export function openSecondFactors(): SecondFactors {
  return { methodsOf: async (playerId) => methodsIn(await readFactorRows(playerId)), check };
}

/** One line per method. */
const checkers: Partial<Record<FactorMethod, FactorChecker>> = {
  totp: totpFactor,
  sms: smsFactor,
  'recovery-code': recoveryCodesFactor,
};

/** Recovery codes only stand in for a factor that is lost: alone they are none. */
function methodsIn(rows: readonly FactorRow[]): readonly FactorMethod[] {
  const on = factorMethods.filter((method) => checkers[method]?.isOn(rows));
  return on.some((method) => method !== 'recovery-code') ? on : [];
}

/** Where the keys of an account have ended nothing is right any more. */
async function check(playerId: string, proof: PresentedFactor, now: Date): Promise<readonly Write[] | undefined> {
  const rows = await readFactorRows(playerId);
  if (!methodsIn(rows).includes(proof.method)) return;
  try {
    return await checkers[proof.method]?.check({ playerId, rows, proof, now });
  } catch (error) {
    if (error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/** The writes that forget every second factor of a player, whichever are there. Needs `TABLE_CREDENTIALS`. */
export function forgettingFactors(playerId: string): Write[] {
  return [forgettingTotp(playerId), forgettingSms(playerId), forgettingRecoveryCodes(playerId)];
}
