import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  acknowledgedByUse,
  consentsAmong,
  decideAcknowledgement,
  decideConsent,
  type AcknowledgementByUse,
  type PolicyAcknowledgement,
  type PolicyAnswer,
  type PolicyConsent,
} from '#domain/policy/answer.ts';
import type { VersionContent } from '#domain/policy/version.ts';

const now = new Date('2027-03-01T00:00:00.000Z');
const textHashes = { ID: { en: '1', id: '2' }, SG: { en: '3', id: '4' } };
const words = { en: 'a', id: 'b' };
const published: VersionContent = {
  version: 3,
  kind: 'material',
  summary: words,
  changeLines: { en: [], id: [] },
  effectiveFrom: now.toISOString(),
  textHashes,
};
const account = { playerId: 'somebody', jurisdiction: 'ID', policyConsentDue: 3, policyToAcknowledge: 3 };
const answering = (textHash: string, version = 3) => ({ command: { version, textHash }, published, now });

describe('consent', () => {
  it('is to the text that was shown, in the language in which it was', () => {
    expect(decideConsent(account, answering('2'))).toMatchObject({
      outcome: 'accepted',
      result: { decision: 'consented', version: 3, textHash: '2', language: 'id', decidedAt: now.toISOString() },
    });
  });

  it.each([
    ['the text of another jurisdiction', '3', 'notice-outdated'],
    ['a text that is none', 'x', 'notice-outdated'],
  ])('is not taken to %s', (_what, textHash, problem) => {
    expect(decideConsent(account, answering(textHash))).toMatchObject({ problem });
  });

  it('is not taken where none is asked for, nor to another version', () => {
    expect(decideConsent({ ...account, policyConsentDue: undefined }, answering('2'))).toMatchObject({
      problem: 'policy-consent-not-asked',
    });
    expect(decideConsent(account, answering('2', 2))).toMatchObject({ problem: 'policy-consent-not-asked' });
  });

  it('is never read out of use or acknowledgement, whatever stands beside them', () => {
    const answers = fc.array(
      fc.record({
        decision: fc.constantFrom('consented' as const, 'acknowledged' as const, 'acknowledged-by-use' as const),
        version: fc.integer({ min: 1, max: 99 }),
        decidedAt: fc.constant(now.toISOString()),
        textHash: fc.constant('2'),
        language: fc.constant('id' as const),
      }),
    );
    fc.assert(
      fc.property(answers, (given) => {
        const consents = consentsAmong(given as PolicyAnswer[]);
        expect(consents).toEqual(given.filter(({ decision }) => decision === 'consented'));
      }),
    );
    expect(consentsAmong([acknowledgedByUse(3, now)])).toEqual([]);
  });

  it('is another type than use: neither compiles in the place of the other', () => {
    expectTypeOf<AcknowledgementByUse>().not.toExtend<PolicyConsent>();
    expectTypeOf<PolicyAcknowledgement>().not.toExtend<PolicyConsent>();
    expectTypeOf<PolicyConsent>().not.toExtend<PolicyAcknowledgement>();
    expectTypeOf(acknowledgedByUse).returns.toEqualTypeOf<AcknowledgementByUse>();
  });
});

describe('acknowledgement', () => {
  it('names the text where it is said, and none where it is by use', () => {
    expect(decideAcknowledgement(account, answering('1'))).toMatchObject({
      result: { decision: 'acknowledged', textHash: '1', language: 'en' },
    });
    expect(acknowledgedByUse(3, now)).toEqual({
      decision: 'acknowledged-by-use',
      version: 3,
      decidedAt: now.toISOString(),
    });
  });

  it('is not taken where none waits, nor of a text that was not shown', () => {
    expect(decideAcknowledgement({ ...account, policyToAcknowledge: 2 }, answering('1'))).toMatchObject({
      problem: 'policy-acknowledgement-not-due',
    });
    expect(decideAcknowledgement(account, answering('4'))).toMatchObject({ problem: 'notice-outdated' });
  });
});
