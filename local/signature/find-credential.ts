import type { Credential, CredentialOf } from '#local/signature/credential.ts';
import { signatureRefusal } from '#local/signature/refusals.ts';
import type { CredentialScope } from '#local/signature/signing-key.ts';

/** The credential behind a signature, its session token compared. Throws AwsError when key or token are not known. */
export function findCredential(
  signed: { scope: CredentialScope; sessionToken: string | undefined },
  credentialOf: CredentialOf,
): Credential {
  const credential = credentialOf(signed.scope.accessKeyId);
  if (credential === undefined) throw signatureRefusal(signed.scope.service, 'unknown-key');
  if (credential.sessionToken !== undefined && credential.sessionToken !== signed.sessionToken) {
    throw signatureRefusal(signed.scope.service, 'wrong-token');
  }
  return credential;
}
