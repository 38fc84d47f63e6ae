import { describe, expect, it } from 'vitest';
import { catalogue, playerFieldNames, type FieldName } from '#catalogue/index.ts';
import { erasureWords } from '#catalogue/readers/erasure-words.ts';
import { recordKindsOf } from '#catalogue/readers/record-kinds.ts';
import { recordKinds } from '#catalogue/readers/record-kinds.table.ts';

/** Of nobody who has an account: gone before there is one, or about other people. */
const ofNoAccount: readonly FieldName[] = ['registrationEnd', 'listedPerson'];

describe('kinds of records', () => {
  it('have every field about players, each in one kind', () => {
    for (const field of playerFieldNames) {
      const kinds = recordKindsOf([field]);
      expect(kinds, field).toHaveLength(ofNoAccount.includes(field) ? 0 : 1);
      if (kinds[0] === undefined) continue;
      const { retention, action, what } = kinds[0];
      expect({ retention, action, what }).toEqual({
        retention: catalogue[field].retention,
        action: catalogue[field].onErasure.action,
        what: [catalogue[field].label],
      });
      const whole = recordKinds.filter((kind) => kind.retention === retention && kind.action === action);
      expect(
        whole.some((kind) => kind.what.some(({ en }) => en === catalogue[field].label.en)),
        field,
      ).toBe(true);
    }
  });

  it('say in both languages what they are, why they stay and what they are used for', () => {
    for (const { title, what, because, uses, action } of recordKinds) {
      const words = [title, ...what, ...(because === null ? [] : [because])];
      for (const { en, id } of words)
        expect([en.length > 3, id.length > 3, en === id]).toEqual([true, true, en === id]);
      if (because !== null) expect(because.id).not.toBe(because.en);
      expect(because === null).toBe(action === 'delete');
      expect(uses.length).toBeGreaterThan(0);
    }
  });

  it('are not made where a ground has no Indonesian words', () => {
    expect(() => erasureWords('Because somebody wanted it.')).toThrow('Because somebody wanted it.');
  });

  it('are data that a bundle can hold', () => {
    expect(JSON.parse(JSON.stringify(recordKinds))).toEqual(recordKinds);
  });
});
