import { refused, type Refused } from '../decision.ts';

/**
 * What a player whose account is closing may still do: everything that changes something is decided here, route by route.
 * They see all of their own data, secure the account and undo; nothing new begins. What is not named is refused.
 */
export const whileClosing: Readonly<Record<string, 'allowed' | 'refused'>> = {
  'DELETE /v1/me/closure': 'allowed',
  // Refused by its own rule, with its own problem.
  'POST /v1/me/closure': 'allowed',
  // Leaving, and throwing out whoever else is in the account.
  'DELETE /v1/me/sessions': 'allowed',
  'DELETE /v1/me/sessions/{sessionId}': 'allowed',
  'DELETE /v1/me/devices/{deviceId}': 'allowed',
  'PUT /v1/me/password': 'allowed',
  'DELETE /v1/me/second-factors/removal': 'allowed',
  // Proving who one is.
  'POST /v1/me/step-ups': 'allowed',
  'POST /v1/me/step-ups/passkey-options': 'allowed',
  'POST /v1/me/step-ups/sms-codes': 'allowed',
  // What is a person's right as long as there is an account.
  'POST /v1/me/requests': 'allowed',
  'DELETE /v1/me/requests/{requestId}': 'allowed',
  'POST /v1/me/requests/{requestId}/confirmations': 'allowed',
  'POST /v1/me/exports': 'allowed',
  'POST /v1/me/exports/{exportId}/downloads': 'allowed',
  'DELETE /v1/me/consents/{purpose}': 'allowed',
  'POST /v1/me/policy/consents': 'allowed',
  'POST /v1/me/policy/acknowledgements': 'allowed',
  // A closed account needs no mail that nobody must send, and no further proof of identity, money, factor, address or number.
  'PUT /v1/me/consents/{purpose}': 'refused',
  'POST /v1/me/deposits': 'refused',
  'POST /v1/me/kyc/documents': 'refused',
  'PUT /v1/me/kyc/identity': 'refused',
  'POST /v1/me/second-factors/totp': 'refused',
  'POST /v1/me/second-factors/totp/confirmations': 'refused',
  'POST /v1/me/second-factors/totp/removals': 'refused',
  'POST /v1/me/second-factors/recovery-codes': 'refused',
  'POST /v1/me/second-factors/passkeys/options': 'refused',
  'POST /v1/me/second-factors/passkeys': 'refused',
  'DELETE /v1/me/second-factors/passkeys/{passkeyId}': 'refused',
  'POST /v1/me/second-factors/sms': 'refused',
  'POST /v1/me/second-factors/sms/confirmations': 'refused',
  'POST /v1/me/second-factors/sms/removals': 'refused',
  'POST /v1/me/phone-changes': 'refused',
  'POST /v1/me/phone-changes/confirmations': 'refused',
  'POST /v1/me/email-changes': 'refused',
};

/**
 * Refuses what an account that is closing does not do any more; seeing is always allowed.
 * @param route method and path as the contract names them
 */
export function refuseWhileClosing(accountState: 'open' | 'closing', route: string): Refused | undefined {
  if (accountState === 'open' || route.startsWith('GET ') || whileClosing[route] === 'allowed') return undefined;
  return refused('state-changed', { detail: 'The account is being closed. Undo the closure first.' });
}
