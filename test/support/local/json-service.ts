import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { AwsError } from '#local/aws-error.ts';

/** What every JSON-protocol engine of the local cloud offers. */
export interface JsonEngine {
  handle(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> | Record<string, unknown>;
}

/** A running server: its base URL (an IP address, so that no client tries virtual hosts) and the way to stop it. */
export interface JsonService {
  url: string;
  close(): Promise<void>;
}

async function readJson(request: http.IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function renderError(error: unknown): { status: number; answer: Record<string, unknown> } {
  if (error instanceof AwsError) {
    return { status: error.status, answer: { __type: error.code, message: error.message, ...error.members } };
  }
  return { status: 500, answer: { __type: 'InternalServerError', message: String(error) } };
}

async function answerRequest(engine: JsonEngine, request: http.IncomingMessage) {
  try {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    return { status: 200, answer: await engine.handle(operation, await readJson(request)) };
  } catch (error) {
    return renderError(error);
  }
}

/**
 * Serves one engine over HTTP as AWS's JSON protocol does, without signatures or permissions: `x-amz-target` names the
 * operation, an AwsError becomes `{ __type, message, ...members }`, anything else a 500.
 */
export async function serveEngine(engine: JsonEngine): Promise<JsonService> {
  const server = http.createServer((request, response) => {
    void answerRequest(engine, request).then(({ status, answer }) => {
      const body = Buffer.from(JSON.stringify(answer));
      const type = String(request.headers['content-type'] ?? 'application/x-amz-json-1.0');
      response.writeHead(status, {
        'content-type': type,
        'content-length': body.length,
        'x-amz-crc32': crc32(body),
        'x-amzn-requestid': 'local',
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
