import { AwsError } from '#local/aws-error.ts';

type Headers = Readonly<Record<string, string>>;

/** Whether a body came in aws-chunked pieces, as SDKs send streams. */
export function isChunked(headers: Headers): boolean {
  const isEncoded = (headers['content-encoding'] ?? '').includes('aws-chunked');
  return isEncoded || (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}

function readTrailers(text: string): Record<string, string> {
  const pairs = text.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}

/** Puts an aws-chunked body together; the checksum follows it as a trailer. Throws IncompleteBody. */
export function decodeChunks(sent: Buffer, headers: Headers): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = sent.indexOf('\r\n', offset);
    const size = Number.parseInt(sent.toString('latin1', offset, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw incomplete();
    offset = lineEnd + 2;
    if (size === 0) break;
    chunks.push(sent.subarray(offset, offset + size));
    offset += size + 2;
  }
  const body = Buffer.concat(chunks);
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) throw incomplete();
  return { body, trailers: readTrailers(sent.toString('latin1', offset)) };
}
