import { describe, expect, it } from 'vitest';
import { decideRefresh, type RefreshCircumstances, type RefreshDecision } from '#domain/session/refresh.ts';

const refreshedAt = '2026-05-04T10:00:00.000Z';
const start = Date.parse(refreshedAt) / 1000;
const standing: RefreshCircumstances = {
  presented: 'current',
  accountState: 'open',
  isRevoked: false,
  refreshedAt,
  refreshEndsAtSeconds: start + 3600,
  endsAtSeconds: start + 7200,
};
const after = (seconds: number) => new Date((start + seconds) * 1000);

type Row = [string, Partial<RefreshCircumstances>, number, RefreshDecision];

describe('a refresh', () => {
  it.each<Row>([
    ['with the current token is granted', {}, 60, 'rotate'],
    ['with the current token is granted up to the last moment of the idle limit', {}, 3599.999, 'rotate'],
    ['after the idle limit is refused', {}, 3600, 'refuse'],
    ['after the absolute limit is refused', { refreshEndsAtSeconds: start + 9000 }, 7200, 'refuse'],
    ['of a closing account is refused', { accountState: 'closing' }, 60, 'refuse'],
    ['of a closed account is refused', { accountState: 'closed' }, 60, 'refuse'],
    ['of a session that ended with all others is refused', { isRevoked: true }, 60, 'refuse'],
    ['with the token before is answered again at once', { presented: 'predecessor' }, 0, 'repeat'],
    ['with the token before is answered again within 30 seconds', { presented: 'predecessor' }, 29.999, 'repeat'],
    ['with the token before ends the session after 30 seconds', { presented: 'predecessor' }, 30, 'end-reused'],
    ['with an older token ends the session at any time', { presented: 'superseded' }, 0, 'end-reused'],
    ['of a closing account is not answered again', { presented: 'predecessor', accountState: 'closing' }, 1, 'refuse'],
    [
      'with an older token ends the session of a closing account',
      { presented: 'superseded', accountState: 'closing' },
      1,
      'end-reused',
    ],
    ['with an older token of an ended session is refused', { presented: 'superseded' }, 3600, 'refuse'],
    ['with an older token of a revoked one is refused', { presented: 'superseded', isRevoked: true }, 1, 'refuse'],
  ])('%s', (...[, changes, seconds, expected]) => {
    expect(decideRefresh({ ...standing, ...changes }, after(seconds))).toBe(expected);
  });
});
