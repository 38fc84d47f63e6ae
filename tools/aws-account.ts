import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * Makes sure that somebody is signed in to AWS, by any of the means that every AWS tool knows. Throws an Error that says
 * how to sign in; it does not ask AWS whether the credentials are still good.
 */
export async function requireCredentials(region: string): Promise<void> {
  const client = new DynamoDBClient({ region });
  try {
    await client.config.credentials();
  } catch (error) {
    throw new Error(
      'No AWS credentials were found: sign in with "aws sso login" and set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}
