/** Credentials as the SDK takes them. */
interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in bundles: in Lambda the credentials always stand in the
 * environment, and the providers of profiles, SSO and containers would be 130 KiB of code that never runs.
 * Throws when the environment has none.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const accessKeyId = process.env['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = process.env['AWS_SESSION_TOKEN'];
    if (!accessKeyId || !secretAccessKey) throw new Error('The environment has no credentials');
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
}
