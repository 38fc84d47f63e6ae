import http from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { originHeaders } from './origin-headers.ts';
import type { DistributionSettings } from './read-distribution.ts';

/** What a distribution stands in front of. */
export interface DistributionOptions {
  settings: DistributionSettings;
  /** Address of the origin, for example `http://127.0.0.1:3000`. */
  originAddress: string;
}

/** Headers of one connection: they are not the next one's (RFC 9110, 7.6.1). */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding']);

function answerOwn(response: ServerResponse, status: number, title: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/html', 'x-cache': 'Error from cloudfront' });
  response.end(`<html><head><title>ERROR: ${title}</title></head></html>`);
}

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  response.sendDate = false;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !hopByHop.has(name)) response.setHeader(name, value);
  }
  response.setHeader('x-cache', 'Miss from cloudfront');
  response.writeHead(answer.statusCode ?? 502);
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

function ask(incoming: IncomingMessage, { settings, originAddress }: DistributionOptions): http.ClientRequest {
  const { headers, socket, method, url = '/' } = incoming;
  const [path = '/', ...query] = url.split('?');
  const { remoteAddress = '', remotePort = 0 } = socket;
  return http.request(originAddress, {
    method,
    path: settings.passesQuery && query.length > 0 ? `${path}?${query.join('?')}` : path,
    headers: originHeaders({ headers, remoteAddress, remotePort }, settings),
    agent: false,
  });
}

/**
 * Answers as the distribution does: the request goes to the origin with what its policies let through, where it comes from
 * and what the distribution proves itself with. Nothing is kept. TLS and the redirect to it are not there on one machine.
 */
export function distributionListener(options: DistributionOptions): RequestListener {
  return (incoming, response) => {
    if (!options.settings.methods.includes(incoming.method ?? '')) {
      answerOwn(response, 403, 'The request could not be satisfied');
      return;
    }
    try {
      const asked = ask(incoming, options);
      asked.on('response', (answer) => passBack(answer, response));
      asked.on('error', () => answerOwn(response, 502, 'The origin does not answer'));
      response.on('close', () => asked.destroy());
      incoming.pipe(asked);
    } catch {
      // A path that no client may write: Node takes it in and does not send it on.
      answerOwn(response, 400, 'Bad request');
    }
  };
}
