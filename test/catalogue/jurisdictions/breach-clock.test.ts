import { expect, it } from 'vitest';
import { breachDeadlinesOf, jurisdictions } from '#catalogue/jurisdictions/index.ts';

it.each(Object.values(jurisdictions))(
  'counts the clocks of $code from awareness, and never more than 72 hours',
  (jurisdiction) => {
    const { regulatorBy, subjectsBy, regulatorSource } = breachDeadlinesOf(
      jurisdiction,
      new Date('2026-02-27T10:00:00Z'),
    );
    expect(regulatorBy.toISOString()).toBe('2026-03-02T10:00:00.000Z');
    expect(subjectsBy.toISOString()).toBe('2026-03-02T10:00:00.000Z');
    expect(regulatorSource).not.toBe('');
  },
);
