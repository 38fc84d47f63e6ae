/** What a login looks at of the account: one list for all who read it, since a call takes one list per table. */
export const accountAttributesOfLogin = ['devicesValidFrom', 'policyToAcknowledge'] as const;
