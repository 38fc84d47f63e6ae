import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideRemoval,
  isRemovalOpen,
  removalOpened,
  removalSeconds,
  removalStateAt,
  stopRemoval,
  type FactorRemoval,
  type RemovalCircumstances,
  type RemovalCommand,
} from '#domain/session/factor-removal.ts';

const openedAt = '2026-05-04T10:00:00.000Z';
const start = Date.parse(openedAt) / 1000;
const { objection, life } = removalSeconds;
const after = (seconds: number) => new Date((start + seconds) * 1000);

const open: FactorRemoval = {
  playerId: 'player',
  removalId: 'removal',
  state: 'open',
  request: {
    reason: 'every-factor-lost',
    caseReference: 'CASE-1',
    proof: 'document-by-video',
    openedAt,
    openedBy: 'author',
  },
};
const decided = (state: FactorRemoval['state'], decidedBy?: string): FactorRemoval => ({
  ...open,
  state,
  decision: { decidedAt: after(objection).toISOString(), decidedBy },
});

type Row = [string, FactorRemoval, Partial<RemovalCommand & RemovalCircumstances> & { at?: number }, string];
const approves = { verdict: 'approved' } as const;
const declines = { verdict: 'declined' } as const;

describe('a second person', () => {
  it.each<Row>([
    ['approves from the end of the day to object', open, { ...approves, at: objection }, 'approved'],
    ['approves until just before the end', open, { ...approves, at: life - 0.001 }, 'approved'],
    ['cannot approve a moment too early', open, { ...approves, at: objection - 0.001 }, 'factor-removal-too-early'],
    ['cannot approve at once', open, { ...approves, at: 0 }, 'factor-removal-too-early'],
    ['cannot approve once it is expired', open, { ...approves, at: life }, 'factor-removal-state-refused'],
    ['declines at once', open, { ...declines, at: 0 }, 'declined'],
    ['declines later', open, { ...declines, at: objection }, 'declined'],
    ['cannot decline once it is expired', open, { ...declines, at: life }, 'factor-removal-state-refused'],
    ['is not the author, who approves', open, { ...approves, staffId: 'author' }, 'factor-removal-author-deciding'],
    ['is not the author, who declines', open, { ...declines, staffId: 'author' }, 'factor-removal-author-deciding'],
    [
      'cannot approve for a closed account',
      open,
      { ...approves, accountState: 'closed' },
      'factor-removal-state-refused',
    ],
    ['approves for a closing account', open, { ...approves, accountState: 'closing' }, 'approved'],
    ['who approves again is answered the same', decided('approved', 'second'), approves, 'repeated'],
    ['who declines again is answered the same', decided('declined', 'second'), declines, 'repeated'],
    ['cannot approve what a third one did', decided('approved', 'third'), approves, 'factor-removal-state-refused'],
    ['cannot approve what they declined', decided('declined', 'second'), approves, 'factor-removal-state-refused'],
    ['cannot decline what they approved', decided('approved', 'second'), declines, 'factor-removal-state-refused'],
    ['cannot approve what the player stopped', decided('stopped'), approves, 'factor-removal-state-refused'],
  ])('%s', (...[, removal, { at = objection, verdict = 'approved', ...given }, expected]) => {
    const { staffId = 'second', accountState = 'open' } = given;
    const decision = decideRemoval(removal, { verdict, staffId }, { accountState, now: after(at) });
    const outcome =
      decision.outcome === 'refused'
        ? decision.problem
        : decision.result.isRepeated
          ? 'repeated'
          : decision.result.removal.state;
    expect(outcome).toBe(expected);
  });

  it('is told how long to wait', () => {
    const command = { verdict: 'approved', staffId: 'second' } as const;
    const decision = decideRemoval(open, command, { accountState: 'open', now: after(3600.5) });
    expect(decision).toMatchObject({ outcome: 'refused', retryAfterSeconds: 23 * 3600 });
  });

  it('leaves on record who decided and why, and has the player told of an approval only', () => {
    const circumstances = { accountState: 'open', now: after(objection) } as const;
    const declined = decideRemoval(
      open,
      { verdict: 'declined', staffId: 'second', reason: 'identity-doubtful' },
      circumstances,
    );
    expect(declined).toMatchObject({
      outcome: 'accepted',
      events: [],
      audit: [{ action: 'factor-removal-declined', subjectId: 'player', context: { reason: 'identity-doubtful' } }],
      result: { removal: { decision: { decidedBy: 'second', reason: 'identity-doubtful' } } },
    });
    const approved = decideRemoval(open, { verdict: 'approved', staffId: 'second' }, circumstances);
    expect(approved).toMatchObject({
      events: [
        { type: 'second-factors-removed', subjectId: 'player', recordId: 'removal' },
        { type: 'second-factor-removed', subjectId: 'player' },
      ],
      audit: [{ action: 'factor-removal-approved', nounId: 'removal' }],
    });
  });
});

describe('the player', () => {
  it.each<[string, FactorRemoval, number, string]>([
    ['stops a removal at once', open, 0, 'stopped'],
    ['stops it until just before its end', open, life - 0.001, 'stopped'],
    ['cannot stop it once it is expired', open, life, 'factor-removal-stop-refused'],
    ['cannot stop it twice', decided('stopped'), 1, 'factor-removal-stop-refused'],
    ['cannot stop it once it is approved', decided('approved', 'second'), 1, 'factor-removal-stop-refused'],
    ['cannot stop it once it is declined', decided('declined', 'second'), 1, 'factor-removal-stop-refused'],
  ])('%s', (...[, removal, at, expected]) => {
    const decision = stopRemoval(removal, 'link', after(at));
    expect(decision.outcome === 'refused' ? decision.problem : decision.result.state).toBe(expected);
  });

  it('is told of the opening, with what staff gave on record', () => {
    expect(removalOpened(open)).toEqual({
      audit: [
        {
          action: 'factor-removal-opened',
          noun: 'factor-removal',
          nounId: 'removal',
          subjectId: 'player',
          context: { reason: 'every-factor-lost', caseReference: 'CASE-1', proof: 'document-by-video' },
        },
      ],
      events: [{ type: 'factor-removal-opened', subjectId: 'player', recordId: 'removal' }],
    });
  });
});

interface Step {
  who: 'author' | 'second' | 'third' | 'player';
  verdict: RemovalCommand['verdict'];
  seconds: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom('author', 'second', 'third', 'player'),
  verdict: fc.constantFrom('approved', 'declined'),
  seconds: fc.nat({ max: 2 * 86_400 }),
});

/** Plays steps one after the other; answers every change of state with who made it and when. */
function play(steps: readonly Step[]) {
  const changes: { who: Step['who']; state: FactorRemoval['state']; at: number }[] = [];
  let removal = open;
  let at = 0;
  for (const { who, verdict, seconds } of steps) {
    at += seconds;
    const now = after(at);
    const next =
      who === 'player'
        ? stopRemoval(removal, 'session', now)
        : decideRemoval(removal, { verdict, staffId: who }, { accountState: 'open', now });
    if (next.outcome === 'refused') continue;
    const following = 'removal' in next.result ? next.result.removal : next.result;
    if (following !== removal) changes.push({ who, state: following.state, at });
    removal = following;
  }
  return { changes, removal };
}

describe('whatever people do in whatever order', () => {
  it('a removal changes at most once, never by its author, and is approved only in its time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { changes, removal } = play(steps);
        expect(changes.length).toBeLessThanOrEqual(1);
        for (const { who, state, at } of changes) {
          expect(who).not.toBe('author');
          expect(state === 'stopped').toBe(who === 'player');
          expect(at).toBeLessThan(life);
          if (state === 'approved') expect(at).toBeGreaterThanOrEqual(objection);
          expect(removal.state).toBe(state);
        }
      }),
    );
  });

  it('an open one ends by itself, and what was decided stays', () => {
    expect(isRemovalOpen(open, after(life - 1))).toBe(true);
    expect(removalStateAt(open, after(life))).toBe('expired');
    expect(removalStateAt(decided('approved', 'second'), after(life))).toBe('approved');
  });
});
