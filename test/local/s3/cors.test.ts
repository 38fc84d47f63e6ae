import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedBucket, serveStorage, type StorageService } from '#test/support/local/storage-service.ts';

let service: StorageService;

beforeAll(async () => {
  const rule = {
    AllowedOrigins: ['https://play.example', 'https://*.preview.example'],
    AllowedMethods: ['POST', 'GET'],
    AllowedHeaders: ['content-type', 'x-amz-*'],
    ExposedHeaders: ['ETag'],
    MaxAge: 600,
  };
  service = await serveStorage([
    sealedBucket('kyc', { CorsConfiguration: { CorsRules: [rule] } }),
    sealedBucket('closed'),
  ]);
  await service.clientOf('w').send(new PutObjectCommand({ Bucket: 'kyc', Key: 'a', Body: 'x' }));
});
afterAll(() => service.close());

function preflight(changes: Record<string, string> = {}, bucketName = 'kyc') {
  return fetch(`${service.url}/${bucketName}`, {
    method: 'OPTIONS',
    headers: { origin: 'https://play.example', 'access-control-request-method': 'POST', ...changes },
  });
}

describe('web pages', () => {
  it('of the named origins may call', async () => {
    const { status, headers } = await preflight({ 'access-control-request-headers': 'content-type, x-amz-date' });
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('https://play.example');
    expect(headers.get('access-control-allow-methods')).toBe('POST, GET');
    expect(headers.get('access-control-allow-headers')).toBe('content-type, x-amz-date');
    expect(headers.get('access-control-max-age')).toBe('600');
    expect((await preflight({ origin: 'https://7.preview.example' })).status).toBe(200);
  });

  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['with another method', { 'access-control-request-method': 'DELETE' }],
    ['with another header', { 'access-control-request-headers': 'x-other' }],
  ])('%s may not', async (_, changes) => {
    const { status, headers } = await preflight(changes);
    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may not call a bucket that says nothing of them', async () => {
    expect((await preflight({}, 'closed')).status).toBe(403);
  });

  it('may read why they were refused', async () => {
    const response = await fetch(`${service.url}/kyc/a`, { headers: { origin: 'https://play.example' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://play.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('ETag');
  });
});
