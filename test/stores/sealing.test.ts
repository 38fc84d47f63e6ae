import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnvelope, sealField, unsealField, type SubjectKey } from '#stores/sealing.ts';
import { collectUnsealings, type Unsealing } from '#stores/unsealing.ts';

const keyOf = (subjectId: string): SubjectKey<'identity'> => ({
  subjectId,
  keyClass: 'identity',
  key: createSecretKey(randomBytes(32)),
});
const place = { field: 'fullName' as const, recordId: 'record-1' };

const unsealing = async (
  key: SubjectKey<'identity'>,
  at: typeof place | { field: 'phone'; recordId: string },
  envelope: Uint8Array,
) =>
  collectUnsealings(
    () => {},
    () => Promise.resolve(unsealField(key, at, envelope)),
  );

describe('a sealed value', () => {
  it('comes back as it was, whatever it is', async () => {
    const key = keyOf('subject-1');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (value) => {
        expect(await unsealing(key, place, sealField(key, place, value))).toBe(value);
      }),
    );
  });

  it('never looks the same twice', () => {
    const key = keyOf('subject-1');
    expect(Buffer.from(sealField(key, place, 'same')).equals(Buffer.from(sealField(key, place, 'same')))).toBe(false);
  });

  it('cannot be moved to another field, record or person', async () => {
    const key = keyOf('subject-1');
    const envelope = sealField(key, place, 'value');
    await expect(unsealing(key, { ...place, recordId: 'record-2' }, envelope)).rejects.toThrow();
    await expect(unsealing(key, { field: 'phone', recordId: place.recordId }, envelope)).rejects.toThrow();
    await expect(unsealing({ ...key, subjectId: 'subject-2' }, place, envelope)).rejects.toThrow();
  });

  it('cannot be altered in any byte', async () => {
    const key = keyOf('subject-1');
    const envelope = sealField(key, place, 'value');
    for (let index = 0; index < envelope.length; index += 1) {
      const altered = Uint8Array.from(envelope, (byte, at) => (at === index ? byte ^ 1 : byte));
      await expect(unsealing(key, place, altered)).rejects.toThrow();
    }
  });

  it('has a structure by which it is told from a plain value', () => {
    expect(isEnvelope(sealField(keyOf('s'), place, ''))).toBe(true);
    expect(isEnvelope(Buffer.from('Wulan Kusuma'))).toBe(false);
    expect(isEnvelope(new Uint8Array())).toBe(false);
  });
});

describe('opening a sealed value', () => {
  it('is recorded once per record with the names of its fields, and never with a value', async () => {
    const key = keyOf('subject-1');
    const reports: Unsealing[][] = [];
    await collectUnsealings(
      (unsealings) => reports.push(unsealings),
      async () => {
        unsealField(key, place, sealField(key, place, 'Wulan Kusuma'));
        unsealField(key, place, sealField(key, place, 'Wulan Kusuma'));
        const phone = { field: 'phone' as const, recordId: 'record-1' };
        unsealField(key, phone, sealField(key, phone, '+6281234567890'));
      },
    );
    expect(reports).toEqual([[{ subjectId: 'subject-1', recordId: 'record-1', fields: ['fullName', 'phone'] }]]);
  });

  it('is recorded even when the request fails afterwards', async () => {
    const key = keyOf('subject-1');
    let reported = 0;
    const failing = collectUnsealings(
      (unsealings) => (reported = unsealings.length),
      async () => {
        unsealField(key, place, sealField(key, place, 'value'));
        throw new Error('afterwards');
      },
    );
    await expect(failing).rejects.toThrow('afterwards');
    expect(reported).toBe(1);
  });

  it('does not happen where nobody records it', () => {
    const key = keyOf('subject-1');
    expect(() => unsealField(key, place, sealField(key, place, 'value'))).toThrow(/outside a request/);
  });
});
