import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** An answer of Amazon Cognito that is an error. */
export class StaffPoolError extends Error {
  /** Name of the exception, for example `UsernameExistsException`. */
  readonly code: string;

  constructor(operation: string, code: string, message: string) {
    super(`Amazon Cognito refused ${operation}: ${code}: ${message}`);
    this.code = code;
  }
}

const errorSchema = z.object({ __type: z.string().default('UnknownError'), message: z.string().default('') });

/** Calls operations of a region's user pools. */
export type StaffPoolCall = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * Opens the JSON API of Amazon Cognito user pools, signed by the signer of an installed SDK client: one operation or two
 * do not need a package of their own. `AWS_ENDPOINT_URL` replaces the endpoint, as in every AWS tool.
 */
export function openStaffPools(region: string): StaffPoolCall {
  const address = new URL(process.env['AWS_ENDPOINT_URL'] ?? `https://cognito-idp.${region}.amazonaws.com`);
  const signing = new DynamoDBClient({ region }).config;
  return async (operation, input) => {
    const body = JSON.stringify(input);
    const signer = await signing.signer();
    const { headers } = await signer.sign(
      {
        method: 'POST',
        protocol: address.protocol,
        hostname: address.hostname,
        path: '/',
        query: {},
        body,
        headers: {
          host: address.host,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        },
      },
      { signingService: 'cognito-idp', signingRegion: region },
    );
    const response = await fetch(address, { method: 'POST', headers, body });
    const answer: unknown = JSON.parse((await response.text()) || '{}');
    if (response.ok) return answer;
    const { __type: type, message } = errorSchema.parse(answer);
    throw new StaffPoolError(operation, type.split('#').at(-1) ?? type, message);
  };
}
