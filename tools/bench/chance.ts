/**
 * The chance that a sample of the first kind is greater than one of the second, equal ones counted as half: U of Mann and
 * Whitney divided by the number of pairs. One half says that nobody can tell the kinds apart. Throws a RangeError where a
 * kind has no sample.
 */
export function chanceGreater(first: readonly number[], second: readonly number[]): number {
  if (first.length === 0 || second.length === 0) throw new RangeError('There is no chance without samples');
  const sorted = second.toSorted((one, other) => one - other);
  const below = (value: number, orEqual: boolean) =>
    firstIndex(sorted, (each) => (orEqual ? each > value : each >= value));
  const wins = first.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return wins / (first.length * second.length);
}

/** The first index from which a sorted list fulfils a condition; its length where none does. */
function firstIndex(sorted: readonly number[], holds: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(sorted[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}
