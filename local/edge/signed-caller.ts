import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Authorize, Principal } from '../identity.ts';
import type { CredentialOf } from '../signature/credential.ts';
import { verifySignature } from '../signature/verify-signature.ts';

/** What it takes to know a caller by its signature. */
export interface SignedCallerOptions {
  credentialOf: CredentialOf;
  authorize: Authorize;
  clock: Clock;
}

/** Lets signed callers of the HTTP API in, as routes with IAM authorization do. The answer throws an AwsError. */
export function authorizeSigned({ credentialOf, authorize, clock }: SignedCallerOptions) {
  return (incoming: IncomingMessage, body: Buffer, resource: string): Principal => {
    const signature = verifySignature({ request: incoming, body }, credentialOf, clock.now());
    if (signature === undefined || signature.service !== 'execute-api') {
      throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
    }
    authorize(signature.principal, { action: 'execute-api:Invoke', resource, context: {} });
    return signature.principal;
  };
}
