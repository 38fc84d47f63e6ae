import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws-error.ts';
import { localAccount } from '../identity.ts';
import type { Principal } from '../identity.ts';
import { ownAnswers } from './gateway-answer.ts';
import type { GatewayAnswer } from './gateway-answer.ts';
import { authorizeJwt } from './jwt-authorizer.ts';
import type { JwtTrust } from './jwt-authorizer.ts';
import type { RouteAuthorization } from './routes.ts';

/** A request that an authorizer looks at. */
export interface AuthorizedRequest {
  incoming: IncomingMessage;
  body: Buffer;
  authorization: RouteAuthorization;
  /** ARN under `execute-api` of the route. */
  resource: string;
}

/** What the function receives under `requestContext.authorizer`, or the gateway's refusal. */
export type Verdict = { authorizer?: unknown } | { refusal: GatewayAnswer };

/** What authorizers need of the rest of the cloud. */
export interface AuthorizerOptions {
  trust?: JwtTrust;
  /** Verifies a signed request to `execute-api`, and that its caller may invoke the resource; throws an AwsError. */
  authorizeSigned?(incoming: IncomingMessage, body: Buffer, resource: string): Principal;
}

function authorizeIam({ incoming, body, resource }: AuthorizedRequest, options: AuthorizerOptions): Verdict {
  try {
    const principal = options.authorizeSigned?.(incoming, body, resource);
    if (principal === undefined) return { refusal: ownAnswers.forbidden() };
    const { accessKeyId, arn } = principal;
    const iam = { accessKey: accessKeyId, accountId: localAccount, callerId: arn, userArn: arn, userId: arn };
    return { authorizer: { iam } };
  } catch (error) {
    if (error instanceof AwsError) return { refusal: ownAnswers.forbidden() };
    throw error;
  }
}

/** Decides on a request as the authorizer of its route does. */
export async function authorizeRequest(request: AuthorizedRequest, options: AuthorizerOptions): Promise<Verdict> {
  const { authorization, incoming } = request;
  switch (authorization.kind) {
    case 'none':
      return {};
    case 'iam':
      return authorizeIam(request, options);
    case 'jwt': {
      const verdict = await authorizeJwt(incoming.headers.authorization, authorization, options.trust);
      if (verdict.allowed) return { authorizer: { jwt: { claims: verdict.claims, scopes: verdict.scopes } } };
      return { refusal: verdict.status === 401 ? ownAnswers.unauthorized(verdict.challenge) : ownAnswers.forbidden() };
    }
  }
}
