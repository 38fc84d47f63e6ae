import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface CapturedRequest {
  request: { method: string; url: string; headers: http.IncomingHttpHeaders };
  body: Buffer;
}

/** A server that answers `{}` to everything and keeps what it was sent. */
export interface Capture {
  url: string;
  /** The request that came last. */
  last(): CapturedRequest;
  close(): Promise<void>;
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Starts a capturing server on a free port of the loopback address. */
export async function captureRequests(): Promise<Capture> {
  const captured: CapturedRequest[] = [];
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', headers } = request;
      captured.push({ request: { method, url, headers }, body });
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(request.headers['x-amz-target'] === undefined ? undefined : '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    last: () => captured.at(-1)!,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
