import type { Write } from './commitment.ts';
import { readFactorRows } from './factor-rows.ts';
import { setting } from './settings.ts';

/**
 * The writes that remove every second factor of a player, of whatever kind, by a consistent read of their rows; none where
 * there is no row. Commit them with `factorsChanging`, which fails when a factor was turned on meanwhile. Needs
 * `TABLE_CREDENTIALS`.
 */
export async function removingEveryFactor(playerId: string): Promise<Write[]> {
  const rows = await readFactorRows(playerId);
  return removingFactorRows(
    playerId,
    rows.map(({ sk }) => sk),
    [],
  );
}

/**
 * The writes that remove rows of second factors by a proof. Where the proof would change a row that goes, the removal
 * takes over its condition: DynamoDB takes one write per item and transaction, and the proof must still serve once.
 */
export function removingFactorRows(playerId: string, sortKeys: readonly string[], proof: readonly Write[]): Write[] {
  const TableName = setting('TABLE_CREDENTIALS');
  const changing = (sk: string) => proof.find(({ Update }) => isRow(Update?.Key, { pk: playerId, sk }))?.Update;
  const removals = sortKeys.map((sk) => ({
    Delete: { TableName, Key: { pk: playerId, sk }, ...conditionOf(changing(sk)) },
  }));
  const kept = proof.filter(
    (write) => !sortKeys.some((sk) => write.Update !== undefined && changing(sk) === write.Update),
  );
  return [...kept, ...removals];
}

const isRow = (key: Record<string, unknown> | undefined, { pk, sk }: { pk: string; sk: string }) =>
  key?.['pk'] === pk && key['sk'] === sk;

type Conditional = Pick<
  NonNullable<Write['Update']>,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** The condition of an update with the names and values that it alone uses: DynamoDB refuses others. */
function conditionOf(update: Conditional | undefined): Conditional {
  const condition = update?.ConditionExpression;
  if (condition === undefined) return {};
  const used = new Set(condition.match(/[#:]\w+/g));
  const only = (all: Record<string, unknown> = {}) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
  const names = only(update?.ExpressionAttributeNames) as Record<string, string>;
  const values = only(update?.ExpressionAttributeValues);
  return {
    ConditionExpression: condition,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
