import { consentPurposes } from '#domain/consent/consent-text.ts';
import { consentChannels, type ConsentSource } from '#domain/consent/consent.ts';
import type { Actor } from '#stores/commitment.ts';
import type { Players } from '#stores/players.ts';
import type { Tokens } from '#stores/tokens.ts';
import type { ChangeConsentStores } from './change.ts';
import { withdrawAgain } from './withdraw-again.ts';

/** The stores that objecting with a mailed token uses. */
export interface ObjectStores extends ChangeConsentStores {
  players: Pick<Players, 'find'>;
  tokens: Pick<Tokens, 'find'>;
}

/** A token of a mail, and how it came back. */
export interface Objection {
  token: string;
  source: ConsentSource;
  actor: Actor;
  now: Date;
}

/**
 * Objects to the purpose and channel that a token was mailed for, and to nothing else: it opens no session. Tokens that
 * are unknown or have ended, and those of closed accounts, to which nothing is sent, change nothing and are not told apart.
 */
export async function objectByToken(stores: ObjectStores, { token, source, actor, now }: Objection): Promise<void> {
  const grant = await stores.tokens.find(token, 'unsubscribe', now);
  const account = grant && (await stores.players.find(grant.recordId));
  if (grant === undefined || account === undefined || account.state === 'closed') return;
  const purpose = consentPurposes.find((known) => known === grant.context['purpose']);
  const about = consentChannels.filter((known) => known === grant.context['channel']);
  if (purpose === undefined || about.length === 0) throw new Error('A token for an unknown purpose or channel');
  await withdrawAgain(stores, {
    playerId: grant.recordId,
    wish: { purpose, about, channels: [], source },
    actor: { ...actor, kind: 'player', id: grant.recordId },
    now,
  });
}
