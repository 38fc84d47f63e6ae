import type { IncomingMessage } from 'node:http';

const byMethod: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:HeadObject',
  PUT: 's3:PutObject',
  POST: 's3:PostObject',
  DELETE: 's3:DeleteObject',
  OPTIONS: 's3:Preflight',
};

const bySubresource: readonly (readonly [method: string, parameter: string, action: string])[] = [
  ['GET', 'tagging', 's3:GetObjectTagging'],
  ['PUT', 'tagging', 's3:PutObjectTagging'],
  ['DELETE', 'tagging', 's3:DeleteObjectTagging'],
  ['GET', 'versions', 's3:ListObjectVersions'],
  ['GET', 'list-type', 's3:ListObjectsV2'],
  ['POST', 'delete', 's3:DeleteObjects'],
];

/** The S3 operation of a request, for fault plans, which must choose before the engine reads the request. */
export function storageAction({ method = 'GET', url = '/', headers }: IncomingMessage): string {
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const named = bySubresource.find(([wanted, parameter]) => wanted === method && query.has(parameter));
  if (named !== undefined) return named[2];
  if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return 's3:CopyObject';
  return byMethod[method] ?? `s3:${method}`;
}
