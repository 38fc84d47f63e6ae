import type { FactorMethod, PresentedFactor } from '#domain/session/second-factor.ts';
import type { Write } from './commitment.ts';
import { KeyEnded } from './failures.ts';
import type { FactorChecker } from './factor-checker.ts';
import { methodsIn, openFactorMethods, type FactorMethods } from './factor-methods.ts';
import { readFactorRows } from './factor-rows.ts';
import { passkeyFactor } from './passkey-factor.ts';
import { forgettingPasskeys } from './passkeys.ts';
import { forgettingRecoveryCodes, recoveryCodesFactor } from './recovery-codes.ts';
import { forgettingSms, smsFactor } from './sms-factor.ts';
import { forgettingTotp, totpFactor } from './totp-factor.ts';

/** Codes that are typed. */
const typed = { totp: totpFactor, sms: smsFactor, 'recovery-code': recoveryCodesFactor };

/** The second factors of players. */
export interface SecondFactors extends FactorMethods {
  /**
   * Checks a proof: the writes that use it up, to be committed with what it allows; undefined when it is not right. Throws
   * `PasskeyCopied` for a passkey of which there are two.
   */
  check(playerId: string, proof: PresentedFactor, now: Date): Promise<readonly Write[] | undefined>;
}

/**
 * Opens the second factors. Needs `TABLE_CREDENTIALS`; a check also `TABLE_KEYS` and the key class `identity`, and for
 * passkeys `TABLE_LIMITS` and `REGION_SETTINGS`.
 */
export function openSecondFactors(): SecondFactors {
  return { ...openFactorMethods(), check: checkBy({ passkey: passkeyFactor, ...typed }) };
}

/** The same for codes that are typed: a passkey is never right. For whoever offers passkeys no challenge. */
export function openTypedFactors(): SecondFactors {
  return { ...openFactorMethods(), check: checkBy(typed) };
}

/** Where the keys of an account have ended nothing is right any more. */
function checkBy(checkers: Partial<Record<FactorMethod, FactorChecker>>): SecondFactors['check'] {
  return async (playerId, proof, now) => {
    const rows = await readFactorRows(playerId);
    if (!methodsIn(rows).includes(proof.method)) return;
    try {
      return await checkers[proof.method]?.check({ playerId, rows, proof, now });
    } catch (error) {
      if (error instanceof KeyEnded) return undefined;
      throw error;
    }
  };
}

/** The writes that forget every second factor of a player, whichever are there. Needs `TABLE_CREDENTIALS`. */
export function forgettingFactors(playerId: string): Write[] {
  return [
    forgettingTotp(playerId),
    forgettingSms(playerId),
    forgettingRecoveryCodes(playerId),
    ...forgettingPasskeys(playerId),
  ];
}
