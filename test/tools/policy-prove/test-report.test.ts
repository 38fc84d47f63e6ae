import { expect, it } from 'vitest';
import { outcomesFrom } from '#tools/policy-prove/test-report.ts';

const report = (...statuses: string[]) => ({
  testResults: [
    {
      name: '/repository/test/a.test.ts',
      status: 'passed',
      assertionResults: statuses.map((status) => ({ ancestorTitles: ['group', 'inner'], title: 'keeps it', status })),
    },
  ],
});

it('names tests by file, groups and sentence', () => {
  expect(outcomesFrom(report('passed'), '/repository')).toEqual({
    'test/a.test.ts > group > inner > keeps it': 'passed',
  });
});

it.each([
  ['failed', 'failed'],
  ['pending', 'skipped'],
  ['todo', 'skipped'],
  ['something new', 'failed'],
])('reads the status %j as %s', (status, outcome) => {
  expect(Object.values(outcomesFrom(report(status), '/repository'))).toEqual([outcome]);
});

it('does not let a passing test hide a failing one of the same name', () => {
  expect(Object.values(outcomesFrom(report('failed', 'passed'), '/repository'))).toEqual(['failed']);
  expect(Object.values(outcomesFrom(report('passed', 'failed'), '/repository'))).toEqual(['failed']);
});
