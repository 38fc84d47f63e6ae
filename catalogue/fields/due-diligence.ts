/** What due diligence has in common, whichever field: the law of each jurisdiction is in `jurisdictions/`, the words are for people. */
export const dueDiligence = {
  action: 'keep',
  ground: 'Anti-money-laundering law makes us keep due-diligence records.',
} as const;

/** Purposes of what is checked: whether somebody may hold an account, and whether they are who they say. */
export const checks = { 'eligibility-check': 'legal-obligation', 'fraud-prevention': 'legitimate-interest' } as const;

/** Purpose of what only says how far a check is. */
export const states = { 'eligibility-check': 'legal-obligation' } as const;
