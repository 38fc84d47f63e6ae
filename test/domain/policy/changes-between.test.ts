import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueDigest, type DigestField } from '#catalogue/readers/policy-digest.ts';
import { changeKinds, weightOf, weightOfAll, type PolicyChange } from '#domain/policy/change.ts';
import { changesBetween, type PolicyDigest } from '#domain/policy/changes-between.ts';

const texts = { ID: { en: 'a', id: 'b' }, SG: { en: 'c', id: 'd' }, IE: { en: 'e', id: 'f' } };
const present: PolicyDigest = { ...catalogueDigest(), texts };
const words = { en: 'something', id: 'sesuatu' };

/** The present version with something done to it. */
const altered = (alter: (digest: MutableDigest) => void): PolicyDigest => {
  const copy = structuredClone(present) as MutableDigest;
  alter(copy);
  return copy;
};
type Mutable<Value> = { -readonly [Key in keyof Value]: Mutable<Value[Key]> };
type MutableDigest = Mutable<PolicyDigest>;

const fieldNames = Object.keys(present.fields);
/** Classes under which something of players is kept: another one concerns staff alone. */
const usedClasses = [...new Set(Object.values(present.fields).map(({ retention }) => retention))];
const processorNames = Object.keys(present.processors);
const fieldOf = (digest: MutableDigest, name: string) => digest.fields[name] as Mutable<DigestField>;

/** What makes a version material, each done to the later of two versions. */
const materialSteps: fc.Arbitrary<(digest: MutableDigest) => void> = fc.oneof(
  fc.constantFrom('shoeSize', 'heartRate').map((name) => (digest: MutableDigest) => {
    digest.fields[name] = {
      label: words,
      category: 'personal',
      purposes: { security: 'contract' },
      retention: 'session',
    };
  }),
  fc.constantFrom(...fieldNames).map((name) => (digest: MutableDigest) => {
    fieldOf(digest, name).purposes['selling'] = 'consent';
  }),
  fc.constantFrom(...fieldNames).map((name) => (digest: MutableDigest) => {
    const [purpose = ''] = Object.keys(fieldOf(digest, name).purposes);
    fieldOf(digest, name).purposes[purpose] = 'another-ground';
  }),
  fc.constantFrom(...fieldNames).map((name) => (digest: MutableDigest) => {
    fieldOf(digest, name).category = 'other';
  }),
  fc.constantFrom('ID', 'SG', 'IE').map((code) => (digest: MutableDigest) => {
    digest.years[code] = { floor: 6, ceiling: 7 };
  }),
  fc.constantFrom(...usedClasses).map((name) => (digest: MutableDigest) => {
    const anchor = digest.retention[name]?.anchor ?? 'account-closed';
    digest.retention[name] = { anchor, span: { kind: 'days', days: 40_000 } };
  }),
  fc.constantFrom(...usedClasses).map((name) => (digest: MutableDigest) => {
    digest.retention[name] = { anchor: 'staff-removed', span: { kind: 'nothing' } };
  }),
  fc.constant((digest: MutableDigest) => {
    digest.processors['broker'] = { label: words, categories: ['personal'], country: 'of-the-region' };
  }),
  fc.constantFrom(...processorNames).map((name) => (digest: MutableDigest) => {
    digest.processors[name]?.categories.push('heart');
  }),
  fc.constantFrom(...processorNames).map((name) => (digest: MutableDigest) => {
    const processor = digest.processors[name];
    if (processor !== undefined) processor.country = 'ZZ';
  }),
);

/** What never does, whatever stands beside it. */
const minorSteps: fc.Arbitrary<(digest: MutableDigest) => void> = fc.oneof(
  fc.constantFrom('ID', 'SG').map((code) => (digest: MutableDigest) => {
    digest.texts[code] = { en: 'other words', id: 'kata lain' };
  }),
  fc.constantFrom(...fieldNames).map((name) => (digest: MutableDigest) => {
    delete digest.fields[name];
  }),
  fc.constantFrom(...fieldNames).map((name) => (digest: MutableDigest) => {
    const { [name]: field } = digest.fields;
    if (field !== undefined) field.purposes = {};
  }),
  fc.constantFrom('ID', 'SG', 'IE').map((code) => (digest: MutableDigest) => {
    digest.years[code] = { floor: 4, ceiling: 5 };
  }),
  fc.constantFrom(...processorNames).map((name) => (digest: MutableDigest) => {
    delete digest.processors[name];
  }),
  fc.constantFrom(...processorNames).map((name) => (digest: MutableDigest) => {
    const { [name]: processor } = digest.processors;
    if (processor !== undefined) processor.categories = processor.categories.slice(1);
  }),
  fc.constant((digest: MutableDigest) => {
    digest.years['NZ'] = { floor: 9, ceiling: 9 };
  }),
);

describe('the changes between two versions of the policy', () => {
  it('are none when nothing differs: there is nothing to publish', () => {
    expect(changesBetween(present, structuredClone(present))).toEqual([]);
  });

  it.each<[string, PolicyChange, (digest: MutableDigest) => void]>([
    ['a new field', { kind: 'field-added', field: 'phone' }, ({ fields }) => delete fields['phone']],
    [
      'a new purpose',
      { kind: 'purpose-added', field: 'email', purpose: 'operate-account' },
      (digest) => delete fieldOf(digest, 'email').purposes['operate-account'],
    ],
    [
      'another ground',
      { kind: 'ground-changed', field: 'email', purpose: 'operate-account' },
      (digest) => (fieldOf(digest, 'email').purposes['operate-account'] = 'consent'),
    ],
    [
      'a longer time',
      { kind: 'retention-longer', field: 'loginAddress' },
      ({ retention }) => (retention['login-address'] = { anchor: 'session-begun', span: { kind: 'days', days: 30 } }),
    ],
    ['a new processor', { kind: 'processor-added', processor: 'sms' }, ({ processors }) => delete processors['sms']],
    [
      'wider categories',
      { kind: 'processor-widened', processor: 'hosting' },
      ({ processors }) => processors['hosting']?.categories.splice(1),
    ],
  ])('name %s and call it material', (_what, change, makeOlder) => {
    const changes = changesBetween(altered(makeOlder), present);
    expect(changes).toContainEqual(change);
    expect(weightOfAll(changes)).toBe('material');
  });

  it('call fewer data, shorter times, fewer recipients and other words minor', () => {
    fc.assert(
      fc.property(fc.array(minorSteps, { minLength: 1, maxLength: 5 }), (steps) => {
        const later = altered((digest) => {
          for (const step of steps) step(digest);
        });
        // A jurisdiction more may lengthen what is kept for the longest time of all, of nobody in particular.
        const changes = changesBetween(present, later).filter(
          (change) => !('field' in change && change.field.startsWith('unmatched')),
        );
        expect(changes.filter((change) => weightOf(change) === 'material')).toEqual([]);
      }),
    );
  });

  it('are never called minor when one of them is material, whatever else changed with it', () => {
    fc.assert(
      fc.property(fc.array(minorSteps, { maxLength: 4 }), materialSteps, (minor, material) => {
        const later = altered((digest) => {
          for (const step of minor) step(digest);
          for (const code of Object.keys(present.years)) digest.years[code] = { floor: 5, ceiling: 7 };
          for (const name of fieldNames) digest.fields[name] = structuredClone(present.fields[name]) as never;
          for (const name of processorNames)
            digest.processors[name] = structuredClone(present.processors[name]) as never;
          material(digest);
        });
        const changes = changesBetween(present, later);
        expect(weightOfAll(changes)).toBe('material');
      }),
    );
  });

  it('weigh what their heaviest part weighs', () => {
    const kinds = fc.array(fc.constantFrom(...changeKinds).map((kind) => ({ kind }) as PolicyChange));
    fc.assert(
      fc.property(kinds, (changes) => {
        const weights = new Set(changes.map(weightOf));
        expect(weightOfAll(changes)).toBe(weights.has('material') ? 'material' : 'minor');
      }),
    );
  });
});
