import type { IncomingMessage } from 'node:http';

/** Reads a request's body; undefined when it is longer than `bytesMax`, whose rest is not kept. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= bytesMax) chunks.push(bytes);
  }
  return length > bytesMax ? undefined : Buffer.concat(chunks);
}
