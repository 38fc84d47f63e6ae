import { isMembers } from '#local/json-members.ts';

/**
 * Reads the failures that a function reports of its batch (`ReportBatchItemFailures`). Nothing, or an empty list, is
 * success of all. Throws when an identifier is missing, empty or not of this batch: AWS then retries the whole batch
 * (Lambda developer guide, "Reporting batch item failures").
 */
export function readItemFailures(answer: unknown, identifiers: readonly string[]): string[] {
  const failures = isMembers(answer) ? (answer['batchItemFailures'] ?? []) : [];
  if (!Array.isArray(failures)) throw new Error('batchItemFailures is no list: the whole batch is retried');
  return failures.map((failure: unknown) => {
    const identifier = isMembers(failure) ? failure['itemIdentifier'] : undefined;
    if (typeof identifier === 'string' && identifiers.includes(identifier)) return identifier;
    throw new Error(`The item identifier ${String(identifier)} is not of this batch: the whole batch is retried`);
  });
}
