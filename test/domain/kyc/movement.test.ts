import { describe, expect, test } from 'vitest';
import { type DocumentRecord, intakePatienceSeconds, uploadSlotSeconds } from '#domain/kyc/document.ts';
import { decideIdentityRecording } from '#domain/kyc/identity.ts';
import { type Sighting, decideArrival, decideVerdict } from '#domain/kyc/intake.ts';
import { refusalByScan, scanPatienceSeconds } from '#domain/kyc/scan-result.ts';
import { decideSweeping, openVersionOf } from '#domain/kyc/slot-sweep.ts';
import { decideUploadSlot } from '#domain/kyc/upload-slot.ts';

const now = new Date('2026-11-24T03:00:00Z');
const document: DocumentRecord = {
  playerId: 'player',
  documentId: 'document',
  kind: 'identity-document',
  mediaType: 'image/jpeg',
  byteCount: 100,
  state: 'awaiting-upload',
  offeredAt: now.toISOString(),
  slotEndsAtSeconds: now.getTime() / 1000 + uploadSlotSeconds,
};
const scanning: DocumentRecord = { ...document, state: 'scanning', versionId: 'v1', claimedAt: now.toISOString() };

describe('a slot', () => {
  const player = { playerId: 'player', language: 'id' } as const;
  const announced = { kind: 'identity-document', mediaType: 'image/jpeg', byteCount: 100 } as const;

  test('begins awaiting its upload and ends after ten minutes', () => {
    const decision = decideUploadSlot(announced, player, { documentId: 'document', now, inReviewCount: 19 });
    expect(decision).toMatchObject({ outcome: 'accepted', result: document });
  });

  test('is not offered for HEIC: the player is told what to do, in their language', () => {
    const decision = decideUploadSlot({ ...announced, mediaType: 'image/heic' }, player, {
      documentId: 'd',
      now,
      inReviewCount: 0,
    });
    expect(decision).toMatchObject({ outcome: 'refused', problem: 'validation-failed' });
    expect(JSON.stringify(decision)).toContain('Paling Kompatibel');
  });

  test('is not offered while as many documents wait for review as one decision should hold', () => {
    const decision = decideUploadSlot(announced, player, { documentId: 'd', now, inReviewCount: 20 });
    expect(decision).toMatchObject({ outcome: 'refused', problem: 'document-slots-used-up' });
  });
});

describe('an uploaded version', () => {
  const inReview: DocumentRecord = { ...scanning, state: 'in-review' };
  const refused: DocumentRecord = { ...document, state: 'refused', reason: 'never-arrived' };

  test.each([
    ['the only one is claimed', document, 'v1', ['v1'], 'claim'],
    ['the first of several is claimed', document, 'v1', ['v1', 'v2'], 'claim'],
    [
      'a later one that is heard of first is discarded: its scan says nothing of the first',
      document,
      'v2',
      ['v1', 'v2'],
      'discard',
    ],
    ['an interrupted intake goes on', scanning, 'v1', ['v1'], 'continue'],
    ['an interrupted intake goes on though its object is gone', scanning, 'v1', [], 'continue'],
    ['a later one is discarded during the scan', scanning, 'v2', ['v1', 'v2'], 'discard'],
    ['a later one is discarded after the verdict', inReview, 'v2', ['v2'], 'discard'],
    ['a leftover is discarded after the verdict', inReview, 'v1', ['v1'], 'discard'],
    ['one that comes after its slot expired is discarded', refused, 'v1', ['v1'], 'discard'],
    ['one of no document is discarded', undefined, 'v1', ['v1'], 'discard'],
    ['one that is gone is forgotten', inReview, 'v1', [], 'forget'],
    ['one that is gone before its claim is forgotten', document, 'v1', [], 'forget'],
  ])('%s', (...[, found, arrived, versions, expected]) => {
    expect(decideArrival(found, arrived, versions)).toBe(expected);
  });
});

describe('a verdict', () => {
  const clean = { outcome: 'clean', mediaType: 'image/jpeg', bytes: new Uint8Array() } as const;
  const own: Sighting = { owner: 'same-player', sameKindInReview: true };
  const ownOther: Sighting = { owner: 'same-player', sameKindInReview: false };
  const foreign: Sighting = { owner: 'another-player', sameKindInReview: false };

  test.each([
    ['a clean file goes to review', [], { state: 'in-review' }],
    ['the same file for the same purpose is not reviewed twice', [own], { state: 'refused', reason: 'already-sent' }],
    ['the same file for another purpose is marked', [ownOther], { state: 'in-review', duplicateOf: 'same-player' }],
    [
      'the file of another player is marked for the reviewer',
      [foreign],
      { state: 'in-review', duplicateOf: 'another-player' },
    ],
    [
      'the file of another player weighs more',
      [ownOther, foreign],
      { state: 'in-review', duplicateOf: 'another-player' },
    ],
  ])('%s', (_, sightings, expected) => {
    expect(decideVerdict(document, clean, sightings).result).toEqual(expected);
  });

  test('a refused file is refused whoever else sent it, and its reason is announced as a code', () => {
    const { result, events } = decideVerdict(document, { outcome: 'refused', reason: 'heic' }, [foreign]);
    expect(result).toEqual({ state: 'refused', reason: 'heic' });
    expect(events).toEqual([
      { type: 'document-refused', subjectId: 'player', recordId: 'document', context: { reason: 'heic' } },
    ]);
  });

  test('what is announced does not say that another player sent the file', () => {
    expect(JSON.stringify(decideVerdict(document, clean, [foreign]).events)).not.toContain('another');
  });
});

describe('a slot whose time is over', () => {
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const patienceEnds = uploadSlotSeconds + scanPatienceSeconds;
  const upload = { versionId: 'v1' };
  const clean = { ...upload, scanResult: 'NO_THREATS_FOUND' } as const;
  const infected = { ...upload, scanResult: 'THREATS_FOUND' } as const;
  const refusedNow = { ...scanning, state: 'refused', decidedAt: now.toISOString() } as const;

  test.each([
    ['expires when nothing was uploaded', document, undefined, now, { step: 'expire' }],
    ['is sent again with its scan', document, clean, now, { step: 'send-again', ...clean }],
    ['is sent again with a threat that was found', document, infected, now, { step: 'send-again', ...infected }],
    ['waits for its scan', document, upload, later(patienceEnds - 1), { step: 'wait' }],
    [
      'is sent again as never scanned when patience is over',
      document,
      upload,
      later(patienceEnds),
      { step: 'send-again', versionId: 'v1', scanResult: 'SKIPPED' },
    ],
    [
      'is left alone while its intake may still run',
      scanning,
      clean,
      later(intakePatienceSeconds - 1),
      { step: 'wait' },
    ],
    [
      'is sent again when its intake died',
      scanning,
      clean,
      later(intakePatienceSeconds),
      { step: 'send-again', ...clean },
    ],
    ['waits for the tag of an intake that died', scanning, upload, later(patienceEnds - 1), { step: 'wait' }],
    [
      'is struck off when it was kept',
      { ...scanning, state: 'in-review' } as const,
      undefined,
      now,
      { step: 'strike' },
    ],
    [
      'is left alone after a refusal while another intake may still run',
      refusedNow,
      undefined,
      later(intakePatienceSeconds - 1),
      { step: 'wait' },
    ],
    [
      'is cleared after a refusal when no intake can run any more',
      refusedNow,
      undefined,
      later(intakePatienceSeconds),
      { step: 'clear' },
    ],
    [
      'is struck off when a reviewer refused it: what they saw is kept',
      { ...refusedNow, reviewedAt: now.toISOString() },
      undefined,
      later(intakePatienceSeconds),
      { step: 'strike' },
    ],
    ['is struck off when its document is gone', undefined, undefined, now, { step: 'strike' }],
  ])('%s', (...[, found, open, at, expected]) => {
    expect(decideSweeping(found, open, at)).toEqual(expected);
  });

  test('has its oldest version open until one is claimed, then that one, and none after the verdict', () => {
    expect(openVersionOf(document, ['v1', 'v2'])).toBe('v1');
    expect(openVersionOf(scanning, ['v0', 'v1'])).toBe('v1');
    expect(openVersionOf({ ...scanning, state: 'in-review' }, ['v1'])).toBeUndefined();
    expect(openVersionOf(undefined, ['v1'])).toBeUndefined();
  });
});

describe('the result of a scan', () => {
  test.each([
    ['NO_THREATS_FOUND', undefined],
    ['NO_SCANNER', undefined],
    ['THREATS_FOUND', 'malware'],
    ['UNSUPPORTED', 'not-scannable'],
    ['ACCESS_DENIED', 'not-scannable'],
    ['FAILED', 'not-scannable'],
    ['SKIPPED', 'not-scannable'],
  ] as const)('%s leads to %s', (result, reason) => {
    expect(refusalByScan(result)).toBe(reason);
  });
});

describe('a government ID number', () => {
  test('is claimed by the first account that gives it', () => {
    const { result } = decideIdentityRecording('me', { indexValue: 'a', holder: undefined }, undefined);
    expect(result).toEqual({ claim: true, shared: false, release: false });
  });

  test('that another account holds is recorded as shared', () => {
    const { result, audit } = decideIdentityRecording('me', { indexValue: 'a', holder: 'other' }, undefined);
    expect(result).toEqual({ claim: false, shared: true, release: false });
    expect(audit[0]?.context).toEqual({ shared: 'yes' });
  });

  test('given again changes nothing about who holds it', () => {
    const { result } = decideIdentityRecording(
      'me',
      { indexValue: 'a', holder: 'me' },
      { indexValue: 'a', holds: true },
    );
    expect(result).toEqual({ claim: false, shared: false, release: false });
  });

  test('is let go when another is given', () => {
    const { result } = decideIdentityRecording(
      'me',
      { indexValue: 'b', holder: undefined },
      { indexValue: 'a', holds: true },
    );
    expect(result).toEqual({ claim: true, shared: false, release: true });
  });

  test('that the account never held is not let go', () => {
    const before = { indexValue: 'a', holds: false };
    expect(decideIdentityRecording('me', { indexValue: 'b', holder: undefined }, before).result.release).toBe(false);
  });
});
