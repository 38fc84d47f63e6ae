/**
 * The rules of what accounts keep of versions of the policy. Which version somebody was asked about when is not looked
 * up, so it counts as held.
 */
export const policyHoldingRules = <Rule>({ asLongAsContact }: Record<'asLongAsContact', Rule>) => ({
  policyMailed: asLongAsContact,
  policyConsentDue: asLongAsContact,
  policyConsentDueTime: asLongAsContact,
  policyToAcknowledge: asLongAsContact,
  policyDecision: asLongAsContact,
  policyDecisionVersion: asLongAsContact,
  policyDecisionTime: asLongAsContact,
  policyDecisionLanguage: asLongAsContact,
  policyDecisionText: asLongAsContact,
});
