// GET /v1/me/policy
import { consentsAmong, type PolicyAcknowledgement, type PolicyAnswer } from '#domain/policy/answer.ts';
import { changedSince, effectiveAt, languageOfHash, type PublishedVersion } from '#domain/policy/version.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { openPolicyAnswers, type PolicyAnswers } from '#stores/policies/answers.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { showOwnPolicyContract } from './own-contract.ts';
import { representAcknowledgement, representAnswer, representForPlayer } from './represent-own.ts';

/** The stores that showing a player their policy uses. */
export interface ShowOwnStores {
  answers: Pick<PolicyAnswers, 'list'>;
  players: Pick<Players, 'read'>;
  published: Pick<PublishedVersions, 'page'>;
  sessions: Sessions;
}

/** Versions that are looked at, newest first: more than an operator publishes in the life of most accounts. */
const versionsMax = 50;

/** Shows which policy holds, what the player was shown and answered, and what changed since. */
export function showOwn(stores: ShowOwnStores): HttpHandler {
  return playerHttp(showOwnPolicyContract, stores, async ({ caller, now }) => {
    const { playerId } = caller;
    const [account, answers, { versions }] = await Promise.all([
      stores.players.read(playerId),
      stores.answers.list(playerId),
      stores.published.page({ limit: versionsMax }),
    ]);
    const { jurisdiction, registeredAt } = account;
    const current = effectiveAt(versions.filter(hasTextFor(jurisdiction)), now);
    const atRegistration = seenAtRegistration(account, versions);
    const lastSeen = Math.max(atRegistration.version ?? 0, ...answers.map(({ version }) => version));
    const forPlayer = (version: PublishedVersion) => representForPlayer(version, account);
    return answer(200, {
      ...(current === undefined ? {} : { current: forPlayer(current) }),
      atRegistration,
      consents: consentsAmong(answers).map(representAnswer),
      acknowledgements: answers.filter(isAcknowledgement).map(representAcknowledgement),
      changedSince: changedSince(versions, { jurisdiction, registeredAt, lastSeen }).map(forPlayer),
      ...waitingFor(account),
    });
  });
}

/** A version from before a jurisdiction was added says nothing to its people. */
const hasTextFor =
  (jurisdiction: string) =>
  ({ textHashes }: PublishedVersion): boolean =>
    textHashes[jurisdiction] !== undefined;

const isAcknowledgement = (given: PolicyAnswer): given is PolicyAcknowledgement => given.decision !== 'consented';

/** The notice that the player agreed to, and the version that has the same text, if one was published. */
function seenAtRegistration(
  { noticeHash, registeredAt: at, jurisdiction }: PlayerAccount,
  versions: readonly PublishedVersion[],
) {
  const same = versions.find((version) => languageOfHash(version, jurisdiction, noticeHash) !== undefined);
  return { noticeHash, at, ...(same === undefined ? {} : { version: same.version }) };
}

function waitingFor({ policyConsentDue, policyConsentDueFrom, policyToAcknowledge }: PlayerAccount) {
  const isDue = policyConsentDue !== undefined && policyConsentDueFrom !== undefined;
  return {
    ...(isDue ? { consentDue: { version: policyConsentDue, from: policyConsentDueFrom } } : {}),
    ...(policyToAcknowledge === undefined ? {} : { toAcknowledge: policyToAcknowledge }),
  };
}

export const handler = showOwn({
  answers: openPolicyAnswers(),
  players: openPlayers(),
  published: openPublishedVersions(),
  sessions: openSessions(),
});
