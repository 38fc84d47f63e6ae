/**
 * Every reason for which a command can be refused, with its constant title (RFC 9457, section 3.1.4).
 * The domain knows slugs only; `functions/edge/problem.ts` alone knows which HTTP status each one has.
 */
export const problemTitles = {
  'authentication-required': 'A valid token is needed',
  'body-too-large': 'The request body is too large',
  'breach-author-approving': 'Whoever wrote a breach notice cannot approve it',
  'breach-list-building': 'The list of affected people is still being built',
  'breach-notice-changed': 'Words or list have changed since they were shown',
  'breach-state-refused': 'The breach notice is in a state that does not allow this',
  'closure-blocked': 'The account cannot be closed yet',
  'credentials-refused': 'E-mail or password is not right',
  'csrf-refused': 'The request must come from a page of this service and carry its token',
  'denial-refused': 'The link is not valid',
  'deposit-amount-refused': 'The amount is outside the limits of a deposit',
  'deposit-limit-before-proof': 'Identity must be proved before more is deposited',
  'deposit-method-closed': 'No payment processor serves this method here',
  'direct-call-refused': 'The service answers at its public address only',
  'document-slots-used-up': 'Too many uploads are open or were made today',
  'email-change-refused': 'The address cannot be changed like this',
  'factor-removal-author-deciding': 'Whoever opened a removal cannot decide about it',
  'factor-removal-open': 'A removal of this player is open already',
  'factor-removal-state-refused': 'The removal is in a state that does not allow this',
  'factor-removal-stop-refused': 'There is no removal to stop, or the link is not valid',
  'factor-removal-too-early': 'The player still has time to object',
  forbidden: 'This is not allowed for your role',
  'idempotency-key-missing': 'The Idempotency-Key header is missing or malformed',
  'idempotency-key-reused': 'The Idempotency-Key was used with another request body',
  'jurisdiction-closed': 'Registration is not open in this jurisdiction',
  'malformed-json': 'The request body is not valid JSON',
  'media-type-unsupported': 'The request body must be application/json',
  'method-not-allowed': 'The method is not offered at this address',
  'not-found': 'There is nothing at this address',
  'notice-outdated': 'The privacy notice has changed since it was shown',
  'own-account': 'Nobody of the staff acts on their own account',
  'passkey-refused': 'The passkey could not be accepted',
  'passkeys-used-up': 'No further passkey can be added',
  'password-refused': 'The password does not meet the rules',
  'request-extension-refused': 'The deadline of this request cannot be extended',
  'request-state-refused': 'The request is in a state that does not allow this',
  'reset-refused': 'The link is not valid',
  'reversion-refused': 'The change of address cannot be undone like this',
  'phone-unchanged': 'The account has this phone number already',
  'review-claim-needed': 'Claim the review first; claims end after 30 minutes',
  'review-claimed': 'Somebody else has this review in hand',
  'review-incomplete': 'What an approval must rest on is missing',
  'review-second-person-needed': 'Another person must decide about this proposal',
  'review-state-refused': 'The review is in a state that does not allow this',
  'review-too-large': 'More documents wait than one decision can hold',
  'second-factor-already-on': 'This second factor is on already',
  'second-factor-needed': 'A second factor must be proved too',
  'second-factor-off': 'This second factor is not on',
  'second-factor-refused': 'The second factor is not right',
  'sms-code-refused': 'The code is not right',
  'sms-unavailable': 'No text message can be sent to this number',
  'state-changed': 'Something else changed this at the same time',
  'step-up-needed': 'Prove again who you are before doing this',
  'too-many-attempts': 'Too many attempts; wait before the next one',
  'too-many-views': 'Too many documents were opened in this hour',
  'transfer-consent-needed': 'Explicit consent to the international transfer is needed',
  'transfer-consent-not-asked': 'No transfer consent is asked for here',
  'under-age': 'The minimum age is not reached',
  'validation-failed': 'The request does not match the contract',
  'verification-refused': 'The link or the password is not valid',
  'webhook-refused': 'The webhook could not be authenticated',
} as const satisfies Record<string, string>;

/** Slug of a problem, the last segment of its `type` address. */
export type ProblemSlug = keyof typeof problemTitles;

/** One member of a request that broke a rule. Never carries the value received. */
export interface RuleBreach {
  /** JSON pointer (RFC 6901) to the member. */
  pointer: string;
  /** The rule in words. */
  detail: string;
}
