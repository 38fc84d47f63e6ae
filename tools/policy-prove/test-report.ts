import * as z from 'zod';

/** How vitest reports a run as JSON, as far as we read it. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/** Outcome of each test of a run, by `file > group > sentence`, the file relative to the root. */
export type TestOutcomes = Readonly<Record<string, 'passed' | 'failed' | 'skipped'>>;

/** Reads vitest's JSON report. Anything that neither passed nor was left out counts as failed. */
export function outcomesFrom(report: unknown, rootFolder: string): TestOutcomes {
  const outcomes: Record<string, 'passed' | 'failed' | 'skipped'> = {};
  for (const { name, assertionResults } of reportSchema.parse(report).testResults) {
    const file = name.startsWith(rootFolder) ? name.slice(rootFolder.length).replace(/^\//, '') : name;
    for (const { ancestorTitles, title, status } of assertionResults) {
      const sentence = [file, ...ancestorTitles, title].join(' > ');
      // Two tests of one name prove something only together.
      if (outcomes[sentence] !== 'failed') outcomes[sentence] = outcomeOf(status);
    }
  }
  return outcomes;
}

function outcomeOf(status: string): 'passed' | 'failed' | 'skipped' {
  if (status === 'passed') return 'passed';
  return status === 'skipped' || status === 'pending' || status === 'todo' ? 'skipped' : 'failed';
}
