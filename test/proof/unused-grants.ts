/** A permission that no journey uses, and why it is there nevertheless. */
export interface UnusedGrant {
  /** Every function when absent. */
  functionName?: string;
  action: string;
  /** Begins the target; any when absent. */
  target?: string;
  reason: string;
}

/** The only grants that may go unused. One that is used after all is no longer allowed here. */
export const unusedGrants: readonly UnusedGrant[] = [
  {
    action: 'logs:CreateLogStream',
    reason: 'Lambda writes logs with the role of the function; on one machine the host writes them itself.',
  },
  {
    action: 'logs:PutLogEvents',
    reason: 'Lambda writes logs with the role of the function; on one machine the host writes them itself.',
  },
];
