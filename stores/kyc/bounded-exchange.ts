import type { IncomingMessage } from 'node:http';

/** One question to a service that is not ours. */
export interface Exchange {
  method: 'GET' | 'POST';
  url: string;
  /** Sent as JSON. */
  body?: unknown;
  /** After so long the answer is not waited for, however much of it has come. */
  timeoutMilliseconds: number;
  /** No answer may be longer. */
  bytesMax: number;
}

/**
 * Asks and answers the parsed JSON; undefined for everything else: another status than 200, redirects, which are never
 * followed, another media type, an answer that is too late, too long or malformed, and no answer at all.
 */
export async function exchangeJson(exchange: Exchange): Promise<unknown> {
  try {
    const response = await ask(exchange);
    const isJson = /^application\/json\b/i.test(response.headers['content-type'] ?? '');
    if (response.statusCode !== 200 || !isJson) {
      response.destroy();
      return undefined;
    }
    return JSON.parse(await textOf(response, exchange.bytesMax));
  } catch {
    // What failed may quote the question, and the question holds a name.
    return undefined;
  }
}

async function ask({ method, url, body, timeoutMilliseconds }: Exchange): Promise<IncomingMessage> {
  // Not loaded before somebody is asked: most environments of a function compare with a list and never ask.
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const sent = body === undefined ? undefined : JSON.stringify(body);
  return await new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(sent === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
      },
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    asked.on('response', resolve);
    asked.on('error', reject);
    asked.end(sent);
  });
}

async function textOf(response: IncomingMessage, bytesMax: number): Promise<string> {
  const pieces: Buffer[] = [];
  let byteCount = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    byteCount += piece.length;
    // Leaving the loop destroys the answer, and with it the connection.
    if (byteCount > bytesMax) throw new Error('The answer is too long');
    pieces.push(piece);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
}
