/** How an object's body was encrypted. */
export type ObjectEncryption =
  | { algorithm: 'AES256' }
  | {
      algorithm: 'aws:kms';
      keyArn: string;
      /** The object's key, sealed by KMS. */
      keyBlob: string;
      /** The ARN in the encryption context. */
      contextArn: string;
      usesBucketKey: boolean;
    };

/** What is kept of an object besides its body. */
export interface ObjectDescription {
  /** Bytes before encryption. */
  size: number;
  /** Without quotes. */
  etag: string;
  /** `content-type` and its kind, by lower-case header name. */
  headers: Record<string, string>;
  /** User metadata, without the `x-amz-meta-` before each name. */
  metadata: Record<string, string>;
  tags: Record<string, string>;
  /** Checksums by algorithm, base64. */
  checksums: Record<string, string>;
  encryption: ObjectEncryption;
  /** Object Lock: until when this version cannot be deleted, in milliseconds since the epoch. */
  retainedUntilMs?: number | undefined;
}

const keptHeaders = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

const metadataPrefix = 'x-amz-meta-';

/** `aws-chunked` tells how a body travels, not what it is. */
function withoutTransfer(name: string, value: string): string {
  return name === 'content-encoding' ? value.replace(/\baws-chunked\b,?\s*/, '') : value;
}

/** Reads what a request says about its object: headers, metadata and tags. */
export function readDescription(
  headers: Readonly<Record<string, string>>,
): Pick<ObjectDescription, 'headers' | 'metadata' | 'tags'> {
  const kept = keptHeaders
    .map((name) => [name, withoutTransfer(name, headers[name] ?? '')] as const)
    .filter(([, value]) => value !== '');
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]) => [name.slice(metadataPrefix.length), value] as const);
  return {
    headers: { 'content-type': 'binary/octet-stream', ...Object.fromEntries(kept) },
    metadata: Object.fromEntries(metadata),
    tags: Object.fromEntries(new URLSearchParams(headers['x-amz-tagging'] ?? '')),
  };
}

/** The user metadata of an object as headers. */
export function metadataHeaders(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [metadataPrefix + name, value]));
}
