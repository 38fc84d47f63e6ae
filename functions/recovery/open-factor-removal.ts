// POST /v1/staff/players/{playerId}/factor-removals
import { refused } from '#domain/decision.ts';
import { isRemovalOpen, removalMoment, removalOpened, type FactorRemoval } from '#domain/session/factor-removal.ts';
import { isOwnAccount } from '#functions/edge/caller.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openFactorRemovals, type FactorRemovals } from '#stores/factor-removals.ts';
import { NotFound } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { openFactorRemovalContract } from './factor-removal-contract.ts';

/** The stores that opening a removal uses. */
export interface OpenFactorRemovalStores {
  factorRemovals: Pick<FactorRemovals, 'find' | 'opening'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  secondFactors: Pick<FactorMethods, 'methodsOf'>;
  staff: StaffMembers;
}

/**
 * Opens the removal of every second factor of a player who lost them. It changes nothing of the account: the player is
 * told at once, has a day to stop it, and another member of staff decides.
 */
export function openFactorRemoval(stores: OpenFactorRemovalStores): HttpHandler {
  return staffHttp(openFactorRemovalContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const { playerId } = path;
    const account = await stores.players.read(playerId);
    if (isOwnAccount(caller, account)) return refused('own-account');
    if (account.state === 'closed') throw new NotFound('player');
    const earlier = await stores.factorRemovals.find(playerId, now);
    if (earlier !== undefined && isRemovalOpen(earlier, now)) return refused('factor-removal-open');
    const methods = await stores.secondFactors.methodsOf(playerId);
    if (methods.length === 0) return refused('second-factor-off');

    const request = { ...body, openedAt: now.toISOString(), openedBy: caller.staffId };
    const removal: FactorRemoval = { playerId, removalId: newId(), state: 'open', request };
    const writes = stores.factorRemovals.opening(removal, now);
    await stores.ledger.commit({ writes, ...removalOpened(removal), actor, now });
    return answer(201, {
      removalId: removal.removalId,
      approvableFrom: removalMoment('objection', request).toISOString(),
      endsAt: removalMoment('life', request).toISOString(),
    });
  });
}

export const handler = openFactorRemoval({
  factorRemovals: openFactorRemovals(),
  ledger: openLedger(),
  players: openPlayers(),
  secondFactors: openFactorMethods(),
  staff: openStaffMembers(),
});
