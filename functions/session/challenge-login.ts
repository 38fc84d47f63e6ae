import { loginChallenged } from '#domain/session/factor-change.ts';
import type { FactorMethod } from '#domain/session/second-factor.ts';
import { answer } from '#functions/edge/contract.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import type { Ledger } from '#stores/ledger.ts';
import type { LoginChallenge, LoginChallenges } from '#stores/login-challenges.ts';

/** The stores that asking for a second factor uses. */
export interface ChallengeLoginStores {
  challenges: Pick<LoginChallenges, 'mint'>;
  ledger: Ledger;
}

/** Asks for the second factor. `writes` are committed with the challenge: what the password used up, and its conditions. */
export async function challengeLogin(
  { challenges, ledger }: ChallengeLoginStores,
  { waiting, methods }: { waiting: Omit<LoginChallenge, 'endsAtSeconds'>; methods: readonly FactorMethod[] },
  { writes, actor, now }: { writes: readonly Write[]; actor: Actor; now: Date },
) {
  const { challenge, endsAt, write } = challenges.mint(waiting, now);
  const { playerId } = waiting;
  const player = { ...actor, kind: 'player', id: playerId } as const;
  await ledger.commit({ writes: [write, ...writes], ...loginChallenged(playerId), actor: player, now });
  return answer(202, {
    next: 'second-factor' as const,
    challenge,
    methods: [...methods],
    endsAt: endsAt.toISOString(),
  });
}
