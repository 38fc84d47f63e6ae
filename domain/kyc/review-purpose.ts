/** For what staff may open values or documents of a player: closed, and written down with each opening (C33). */
export const reviewPurposes = ['identity-review', 'second-review', 'complaint', 'audit'] as const;

/** For what staff open values or documents of a player. */
export type ReviewPurpose = (typeof reviewPurposes)[number];

/** Why somebody looks: the purpose and the short opaque reference of the case. */
export interface ReviewCase {
  purpose: ReviewPurpose;
  caseReference: string;
}
