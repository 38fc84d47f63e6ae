/**
 * Where a person writes to when a mail raises a question. The operator must read this mailbox of the region's mail domain
 * (C9, C94).
 */
export const supportAddress = (mailDomain: string): string => `support@${mailDomain}`;

/** Where a person asks about their data and about breaches: the data-protection officer (GDPR article 33(3)(b)). */
export const privacyAddress = (mailDomain: string): string => `privacy@${mailDomain}`;
