import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

const configurationSchema = z.object({
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

/**
 * Reads one setting of a deployed function, such as the ARN of a key that has no other name, by the API of AWS Lambda
 * and the signer of an installed SDK client. `AWS_ENDPOINT_URL` replaces the endpoint. Throws an Error that says what
 * is missing.
 */
export async function readFunctionSetting(region: string, functionName: string, setting: string): Promise<string> {
  const address = new URL(process.env['AWS_ENDPOINT_URL'] ?? `https://lambda.${region}.amazonaws.com`);
  address.pathname = `/2015-03-31/functions/${functionName}/configuration`;
  const signer = await new DynamoDBClient({ region }).config.signer();
  const { headers } = await signer.sign(
    {
      method: 'GET',
      protocol: address.protocol,
      hostname: address.hostname,
      path: address.pathname,
      query: {},
      headers: { host: address.host },
    },
    { signingService: 'lambda', signingRegion: region },
  );
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`AWS Lambda answered ${response.status} for the settings of ${functionName}`);
  const { Variables } = configurationSchema.parse(await response.json()).Environment;
  const value = Variables[setting];
  if (value === undefined) throw new Error(`${functionName} has no setting ${setting}: deploy the region first`);
  return value;
}
