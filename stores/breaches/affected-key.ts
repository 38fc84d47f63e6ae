/** What the sort keys of the people on a list begin with. */
export const affectedPrefix = 'affected#';

/** The key of the row of one person on the list of a breach. */
export const affectedKey = (breachId: string, playerId: string): { pk: string; sk: string } => ({
  pk: breachId,
  sk: affectedPrefix + playerId,
});
