import { describe, expect, it } from 'vitest';
import { documentStates } from '#domain/kyc/document.ts';
import { documentLinkSeconds, isShown, judgeViewCount, refuseView } from '#domain/kyc/document-view.ts';
import { readQueueCursor, writeQueueCursor } from '#functions/kyc/queue-cursor.ts';

describe('a document', () => {
  it('is shown in the states in which it counts for something', () => {
    expect(documentStates.filter((state) => isShown({ state }))).toEqual([
      'in-review',
      'approved',
      'resubmission-asked',
      'expired',
    ]);
  });

  it.each([
    [1, 'ordinary'],
    [60, 'ordinary'],
    [61, 'bulk'],
    [120, 'bulk'],
    [121, 'too-many'],
  ])('number %i of an hour is %s', (count, outcome) => {
    expect(judgeViewCount(count).outcome).toBe(outcome);
  });

  it('is refused until the next hour', () => {
    expect(refuseView(new Date('2026-11-25T09:59:30.000Z'))).toMatchObject({ retryAfterSeconds: 30 });
  });

  it('has a link for a minute at most', () => {
    expect(documentLinkSeconds).toBeLessThanOrEqual(60);
  });
});

describe('a cursor of the queue', () => {
  const after = { waitingSince: '2026-11-25T09:00:00.123Z', playerId: '0'.repeat(26) };

  it.each([{ band: 'high' as const }, { band: 'ordinary' as const, after }])('%o comes back as it was', (place) => {
    expect(readQueueCursor(writeQueueCursor(place))).toEqual(place);
  });

  it.each(['', 'x', 'none#', 'high', 'high#2026#p', `high#${after.waitingSince}#../../x`])('%s is none', (text) => {
    expect(readQueueCursor(Buffer.from(text).toString('base64url'))).toBeUndefined();
  });
});
