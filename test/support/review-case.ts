/** What every opening of values or documents names. */
export const reviewCase = { purpose: 'identity-review', caseReference: 'CASE-2026-0001' };
