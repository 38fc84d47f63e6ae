/** The rules of fields of the ledger of consents. Who decided when is told by the ledger alone: it counts as held. */
export const consentHoldingRules = <Rule>({ asLongAsContact }: Record<'asLongAsContact', Rule>) => ({
  consentDecision: asLongAsContact,
  consentTime: asLongAsContact,
  consentPurpose: asLongAsContact,
  consentChannel: asLongAsContact,
  consentSource: asLongAsContact,
  consentPosition: asLongAsContact,
  consentText: asLongAsContact,
});
