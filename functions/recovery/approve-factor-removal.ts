// POST /v1/staff/players/{playerId}/factor-removals/{removalId}/approvals
import { refused } from '#domain/decision.ts';
import { endOfRecovery } from '#domain/recovery/periods.ts';
import { decideRemoval } from '#domain/session/factor-removal.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import type { Write } from '#stores/commitment.ts';
import { afterLogins, openCredentials, type Credentials } from '#stores/credentials.ts';
import { removingEveryFactor } from '#stores/factor-removal.ts';
import { openFactorRemovals, type FactorRemovals } from '#stores/factor-removals.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type PlayerAccount } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { approveFactorRemovalContract } from './factor-removal-contract.ts';
import { findFactorRemoval, type FindFactorRemovalStores } from './find-factor-removal.ts';

/** The stores that approving a removal uses. */
export interface ApproveFactorRemovalStores extends FindFactorRemovalStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  factorRemovals: Pick<FactorRemovals, 'find' | 'deciding'>;
  ledger: Ledger;
  revocations: Pick<SessionRevocations, 'endingAll'>;
  staff: StaffMembers;
}

/**
 * Lets the second person of two remove every second factor of a player. The password stays as it is, nobody is logged in,
 * and a freeze of withdrawals stays too. All that follows is one transaction: of two approvals one wins.
 */
export function approveFactorRemoval(stores: ApproveFactorRemovalStores): HttpHandler {
  return staffHttp(approveFactorRemovalContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const found = await findFactorRemoval(stores, { caller, ...path }, now);
    if (found.outcome === 'refused') return found;
    const { account, removal } = found;
    const command = { verdict: 'approved', staffId: caller.staffId } as const;
    const decision = decideRemoval(removal, command, { accountState: account.state, now });
    if (decision.outcome === 'refused') return decision;
    if (decision.result.isRepeated) return answer(204, null);
    const removing = await removingWrites(stores, account, now);
    if (removing === undefined) return refused('second-factor-off');
    const { audit, events, result } = decision;
    const writes = [...stores.factorRemovals.deciding(result.removal), ...removing];
    await stores.ledger.commit({ writes, audit, events, actor, now });
    return answer(204, null);
  });
}

/** Every factor, every session, and money that waits; undefined where there is no factor any more. */
async function removingWrites(
  { credentials, revocations }: ApproveFactorRemovalStores,
  account: PlayerAccount,
  now: Date,
): Promise<Write[] | undefined> {
  const { playerId } = account;
  const credential = await credentials.find(playerId);
  const factors = await removingEveryFactor(playerId);
  if (credential === undefined || factors.length === 0) return undefined;
  const change = { withdrawalsHeldUntil: endOfRecovery('withdrawalHold', now), keepsFreeze: true } as const;
  return [
    ...factors,
    credentials.factorsChanging(playerId, credential),
    revocations.endingAll(account, change, afterLogins(credential, now)),
  ];
}

export const handler = approveFactorRemoval({
  credentials: openCredentials(),
  factorRemovals: openFactorRemovals(),
  ledger: openLedger(),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  staff: openStaffMembers(),
});
