import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsError } from '#local/aws-error.ts';
import { openClock } from '#local/clock.ts';
import { openSqs, queryErrorHeader, type Sqs } from '#local/sqs/sqs.ts';

async function answer(sqs: Sqs, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  try {
    const output = await sqs.handle(operation, JSON.parse((await text(request)) || '{}') as Record<string, unknown>);
    response.writeHead(200, headers).end(JSON.stringify(output));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const body = { __type: `com.amazonaws.sqs#${error.code}`, message: error.message };
    response.writeHead(error.status, { ...headers, 'x-amzn-query-error': queryErrorHeader(error) });
    response.end(JSON.stringify(body));
  }
}

/** Serves an SQS engine without signatures, and a real client that talks to it. One clock turns both. */
export async function serveSqs(folder?: string) {
  const clock = openClock();
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sqs = openSqs({ clock, region: 'ap-southeast-3', baseUrl: url, ...(folder !== undefined && { folder }) });
  server.on('request', (request, response) => void answer(sqs, request, response));
  const client = new SQSClient({ endpoint: url, region: 'ap-southeast-3', maxAttempts: 1 });
  return {
    clock,
    sqs,
    client,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      sqs.close();
    },
  };
}
