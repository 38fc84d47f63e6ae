// GET /v1/me
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { unsealField, type SubjectKey } from '#stores/sealing.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { readContract } from './contract.ts';

/** The stores that show a player their own account. */
export interface ShowStores {
  keys: SubjectKeys;
  players: Players;
  sessions: Sessions;
}

/** Shows what the player gave at registration. */
export function show(stores: ShowStores): HttpHandler {
  return playerHttp(readContract, stores, async ({ caller, now }) => {
    const { playerId } = caller;
    const [account, identity, contact] = await Promise.all([
      stores.players.read(playerId),
      stores.keys.open(playerId, 'identity', now),
      stores.keys.open(playerId, 'contact', now),
    ]);
    const open = (key: SubjectKey, field: SealedField) => openSealed(key, account, field);
    return answer(200, {
      accountNumber: open(identity, 'accountNumber'),
      email: open(contact, 'email'),
      fullName: open(identity, 'fullName'),
      birthDate: open(identity, 'birthDate'),
      phone: open(identity, 'phone'),
      jurisdiction: account.jurisdiction,
      language: account.language,
      state: caller.accountState,
      registeredAt: account.registeredAt,
      withdrawalsHeldUntil: heldUntil(account, now),
      withdrawalsFrozen: account.withdrawalsFrozenAt !== undefined,
      phoneVerifiedAt: account.phoneVerifiedAt,
    });
  });
}

const heldUntil = ({ withdrawalsHeldUntil = '' }: PlayerAccount, now: Date): string | null =>
  withdrawalsHeldUntil > now.toISOString() ? withdrawalsHeldUntil : null;

type SealedField = 'accountNumber' | 'email' | 'fullName' | 'birthDate' | 'phone';

function openSealed(key: SubjectKey, account: PlayerAccount, field: SealedField): string {
  const envelope = account[field];
  if (envelope === undefined) throw new Error(`An open account lacks the field ${field}`);
  return unsealField(key, { field, recordId: account.playerId }, envelope);
}

export const handler = show({ keys: openSubjectKeys(), players: openPlayers(), sessions: openSessions() });
