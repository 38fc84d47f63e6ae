// POST /v1/staff/players/{playerId}/password-resets
import { refused } from '#domain/decision.ts';
import { resetStarted } from '#domain/recovery/password.ts';
import { isOwnAccount } from '#functions/edge/caller.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { Conflict, NotFound } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { countingResetMail } from '#stores/mail-allowance.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { startResetContract } from './contract.ts';

/** The stores that starting a reset uses. */
export interface StartResetStores {
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  staff: StaffMembers;
}

/**
 * Has the link sent that the player could have asked for themselves: to the address of the account and nowhere else. Staff
 * choose neither address nor password and see no link, so that nobody can talk them into an account.
 */
export function startReset(stores: StartResetStores): HttpHandler {
  return staffHttp(startResetContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const { playerId } = path;
    const account = await stores.players.read(playerId);
    if (isOwnAccount(caller, account)) return refused('own-account');
    const { emailIndex } = account;
    if (account.state === 'closed' || emailIndex === undefined) throw new NotFound('player');
    const record = resetStarted(playerId, { emailIndex, reason: body.reason });
    try {
      await stores.ledger.commit({ writes: [countingResetMail(emailIndex, now)], ...record, actor, now });
    } catch (error) {
      if (error instanceof Conflict) return refused('too-many-attempts');
      throw error;
    }
    return answer(202, { next: 'the-player-opens-the-link-in-the-mail' });
  });
}

export const handler = startReset({ ledger: openLedger(), players: openPlayers(), staff: openStaffMembers() });
