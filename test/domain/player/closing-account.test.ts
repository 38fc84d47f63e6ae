import { describe, expect, it } from 'vitest';
import { refuseWhileClosing, whileClosing } from '#domain/player/closing-account.ts';
import { routes } from '#lib/routes.ts';

const changing = routes
  .filter(({ caller, method }) => caller === 'player' && method !== 'GET')
  .map(({ method, path }) => `${method} ${path}`);

describe('an account that is closing', () => {
  it('has a rule for every route by which a player changes something, and for no other', () => {
    expect(Object.keys(whileClosing).toSorted()).toEqual(changing.toSorted());
  });

  it('is seen, undone and left; nothing new begins', () => {
    for (const route of ['GET /v1/me', 'DELETE /v1/me/closure', 'DELETE /v1/me/sessions/{sessionId}'])
      expect(refuseWhileClosing('closing', route)).toBeUndefined();
    for (const route of ['POST /v1/me/deposits', 'PUT /v1/me/kyc/identity', 'POST /v1/me/kyc/documents'])
      expect(refuseWhileClosing('closing', route)).toMatchObject({ problem: 'state-changed' });
  });

  it('does nothing that nobody decided about, and an open one everything', () => {
    expect(refuseWhileClosing('closing', 'POST /v1/me/novelties')).toMatchObject({ problem: 'state-changed' });
    for (const route of changing) expect(refuseWhileClosing('open', route)).toBeUndefined();
  });
});
