import type { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

interface PresignableRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Record<string, string>;
  query?: Record<string, string>;
}

interface Presigner {
  presign(request: PresignableRequest, options: Record<string, unknown>): Promise<PresignableRequest>;
}

/** Headers of the SDK's own that whoever follows the link does not send. */
const ownHeaders = ['content-type', 'x-amz-user-agent', 'user-agent', 'amz-sdk-invocation-id', 'amz-sdk-request'];

/**
 * Turns a command into a link that anybody may use until it expires, by the SDK's own signer: what
 * `@aws-sdk/s3-request-presigner` does, without that package.
 */
export async function presign(
  client: S3Client,
  command: GetObjectCommand | PutObjectCommand,
  options: { expiresInSeconds: number },
): Promise<string> {
  const signer = (await client.config.signer()) as unknown as Presigner;
  let link = '';
  client.middlewareStack.add(
    () => async (step) => {
      const request = step.request as PresignableRequest;
      for (const name of ownHeaders) delete request.headers[name];
      request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      const signed = await signer.presign(request, {
        expiresIn: options.expiresInSeconds,
        unhoistableHeaders: new Set(['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id']),
      });
      const query = new URLSearchParams(signed.query).toString();
      link = `${signed.protocol}//${signed.hostname}:${signed.port}${signed.path}?${query}`;
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'build', priority: 'low', name: 'presign' },
  );
  try {
    await client.send(command as GetObjectCommand);
  } finally {
    client.middlewareStack.remove('presign');
  }
  return link;
}
