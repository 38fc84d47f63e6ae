// GET /v1/me/second-factors
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { methodsIn } from '#stores/factor-methods.ts';
import { readFactorRows } from '#stores/factor-rows.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { passkeysIn, type Passkey } from '#stores/passkeys.ts';
import { findRecoveryCodes } from '#stores/recovery-codes.ts';
import { unsealField } from '#stores/sealing.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listFactorsContract } from './factor-contract.ts';

/** The stores that listing second factors uses. */
export interface ListFactorsStores {
  keys: Pick<SubjectKeys, 'open'>;
  sessions: Sessions;
}

/** Shows what protects the account beside its password. */
export function listFactors(stores: ListFactorsStores): HttpHandler {
  return playerHttp(listFactorsContract, stores, async ({ caller: { playerId }, now }) => {
    const rows = await readFactorRows(playerId);
    const codes = await findRecoveryCodes(playerId);
    const passkeys = await describePasskeys(stores, { playerId, found: passkeysIn(rows) }, now);
    return answer(200, { methods: [...methodsIn(rows)], passkeys, recoveryCodesLeft: codes?.count ?? 0 });
  });
}

async function describePasskeys(
  { keys }: ListFactorsStores,
  { playerId, found }: { playerId: string; found: readonly Passkey[] },
  now: Date,
) {
  if (found.length === 0) return [];
  const key = await keys.open(playerId, 'identity', now);
  return found.map(({ passkeyId, name, createdAt, lastUsedAt }) => ({
    passkeyId,
    name: unsealField(key, { field: 'passkeyName', recordId: passkeyId }, name),
    createdAt,
    lastUsedAt,
  }));
}

export const handler = listFactors({ keys: openSubjectKeys(), sessions: openSessions() });
