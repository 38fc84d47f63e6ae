import { accepted, refused, type ChangeRecord, type Decision, type Refused } from '../decision.ts';

/** Why staff remove the second factors of a player. */
export const removalReasons = ['authenticator-lost', 'authenticator-broken', 'every-factor-lost'] as const;

/** How a player proved to staff who they are: again, and with a document (NIST SP 800-63B-4, 4.2). */
export const removalProofs = ['document-by-video', 'document-in-person', 'document-by-post'] as const;

/** Why somebody else of the staff declines. */
export const declineReasons = ['identity-doubtful', 'player-objected', 'opened-by-mistake'] as const;

/** A second person approves a removal or declines it. */
export type RemovalVerdict = 'approved' | 'declined';

/** What staff asked for, as codes and opaque ids. */
export interface RemovalRequest {
  reason: (typeof removalReasons)[number];
  /** Of the support case. */
  caseReference: string;
  proof: (typeof removalProofs)[number];
  openedAt: string;
  /** Staff id of who opened it. */
  openedBy: string;
}

/** What became of a request. */
export interface RemovalDecision {
  decidedAt: string;
  /** Staff id; absent when the player stopped it. */
  decidedBy?: string | undefined;
  reason?: (typeof declineReasons)[number] | undefined;
}

/** A removal of all second factors of a player, from being opened until it ends. */
export interface FactorRemoval {
  playerId: string;
  removalId: string;
  state: 'open' | RemovalVerdict | 'stopped';
  request: RemovalRequest;
  /** Absent while it is open. */
  decision?: RemovalDecision | undefined;
}

/** How long a removal takes and lasts. The player has a day to object; whoever is away longer is found by nobody. */
export const removalSeconds = {
  /** From the opening, and the mail about it, until it can be approved: 24 hours. */
  objection: 24 * 3600,
  /** From the opening until nobody can approve it any more: 7 days. */
  life: 7 * 86_400,
} as const;

/** A moment in the life of a removal. */
export const removalMoment = (
  what: keyof typeof removalSeconds,
  { openedAt }: Pick<RemovalRequest, 'openedAt'>,
): Date => new Date(Date.parse(openedAt) + removalSeconds[what] * 1000);

/** The state as it is now: an open removal expires by itself. */
export function removalStateAt({ state, request }: FactorRemoval, now: Date): FactorRemoval['state'] | 'expired' {
  return state === 'open' && now >= removalMoment('life', request) ? 'expired' : state;
}

/** Whether it waits for a second person. */
export const isRemovalOpen = (removal: FactorRemoval, now: Date): boolean => removalStateAt(removal, now) === 'open';

const about = ({ playerId, removalId }: Pick<FactorRemoval, 'playerId' | 'removalId'>) => ({
  noun: 'factor-removal',
  nounId: removalId,
  subjectId: playerId,
});

/** Staff opened a removal: the player is told at once, with a link that stops it. */
export function removalOpened(removal: FactorRemoval): ChangeRecord {
  const { playerId, removalId, request } = removal;
  const { reason, caseReference, proof } = request;
  return {
    audit: [{ action: 'factor-removal-opened', ...about(removal), context: { reason, caseReference, proof } }],
    events: [{ type: 'factor-removal-opened', subjectId: playerId, recordId: removalId }],
  };
}

/** What a second person wants. */
export interface RemovalCommand {
  verdict: RemovalVerdict;
  staffId: string;
  reason?: RemovalDecision['reason'];
}

/** What a decision hangs on besides. */
export interface RemovalCircumstances {
  accountState: 'open' | 'closing' | 'closed';
  now: Date;
}

/** A removal after a command; `isRepeated` when the same person had said the same before, and nothing changes. */
export interface DecidedRemoval {
  removal: FactorRemoval;
  isRepeated: boolean;
}

/**
 * Decides about a removal. Never its author, never before the player had time to object, never after its life; who says
 * the same again is answered the same, because an answer may be lost.
 */
export function decideRemoval(
  removal: FactorRemoval,
  { verdict, staffId, reason }: RemovalCommand,
  circumstances: RemovalCircumstances,
): Decision<DecidedRemoval> {
  if (removal.request.openedBy === staffId) return refused('factor-removal-author-deciding');
  if (removal.state === verdict && removal.decision?.decidedBy === staffId)
    return accepted({ removal, isRepeated: true }, { audit: [] });
  const refusal = refuseVerdict(removal, verdict, circumstances);
  if (refusal !== undefined) return refusal;
  const decidedAt = circumstances.now.toISOString();
  const decision = { decidedAt, decidedBy: staffId, ...(reason !== undefined && { reason }) };
  return accepted(
    { removal: { ...removal, state: verdict, decision }, isRepeated: false },
    decided(removal, verdict, reason),
  );
}

function refuseVerdict(
  removal: FactorRemoval,
  verdict: RemovalVerdict,
  { accountState, now }: RemovalCircumstances,
): Refused | undefined {
  if (accountState === 'closed' || !isRemovalOpen(removal, now)) return refused('factor-removal-state-refused');
  const waitSeconds = (removalMoment('objection', removal.request).getTime() - now.getTime()) / 1000;
  if (verdict === 'declined' || waitSeconds <= 0) return undefined;
  return refused('factor-removal-too-early', { retryAfterSeconds: Math.ceil(waitSeconds) });
}

/** What is recorded of a verdict; the player is told on every channel of factors that are gone. */
function decided(removal: FactorRemoval, verdict: RemovalVerdict, reason: RemovalCommand['reason']): ChangeRecord {
  const context = reason === undefined ? {} : { context: { reason } };
  const { playerId: subjectId, removalId: recordId } = removal;
  return {
    audit: [{ action: `factor-removal-${verdict}`, ...about(removal), ...context }],
    events:
      verdict === 'approved'
        ? [
            { type: 'second-factors-removed', subjectId, recordId },
            { type: 'second-factor-removed', subjectId },
          ]
        : [],
  };
}

/** The player stops a removal, by the link in the mail or in a session. */
export function stopRemoval(removal: FactorRemoval, way: 'link' | 'session', now: Date): Decision<FactorRemoval> {
  if (!isRemovalOpen(removal, now)) return refused('factor-removal-stop-refused');
  const stopped = { ...removal, state: 'stopped', decision: { decidedAt: now.toISOString() } } as const;
  return accepted(stopped, { audit: [{ action: 'factor-removal-stopped', ...about(removal), context: { way } }] });
}
