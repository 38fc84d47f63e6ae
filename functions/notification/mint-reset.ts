import { endSecondsOfRecovery } from '#domain/recovery/periods.ts';
import type { Write } from '#stores/commitment.ts';
import type { PlayerAccount } from '#stores/players.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';

/** A link to a new password, with the write that makes it work. */
export interface ResetLink {
  link: string;
  endsAt: Date;
  write: Write;
}

/** Mints a link to a new password. It names since when sessions are valid: whatever ends them all makes it worthless. */
export function mintReset(tokens: Pick<Tokens, 'mint'>, account: PlayerAccount, now: Date): ResetLink {
  const endsAtSeconds = endSecondsOfRecovery('reset', now);
  const { token, write } = tokens.mint({
    purpose: 'password-reset',
    recordId: account.playerId,
    context: { sessionsValidFrom: account.sessionsValidFrom },
    endsAtSeconds,
  });
  return {
    link: `${regionSettings().webOrigin}/password-reset#${token}`,
    endsAt: new Date(endsAtSeconds * 1000),
    write,
  };
}
