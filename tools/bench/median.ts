/** The middle of some numbers. Throws a RangeError when there are none. */
export function median(numbers: readonly number[]): number {
  const middle = numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
  if (middle === undefined) throw new RangeError('There is no median of nothing');
  return middle;
}

/** A ratio for people and for budgets: two digits after the point. */
export const ratioOf = (numerator: number, denominator: number): number =>
  Math.round((numerator / denominator) * 100) / 100;
