import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { openClock } from '#local/clock.ts';
import type { EventDraft } from '#local/events/event.ts';
import { openSes } from '#local/ses/ses.ts';

/** Serves a mail engine without signatures, a real client that talks to it, and the events that it emits. */
export async function serveSes(folder?: string) {
  const clock = openClock();
  const events: EventDraft[] = [];
  const emit = (draft: EventDraft) => events.push(draft);
  const ses = openSes({ clock, region: 'ap-southeast-3', emit, ...(folder !== undefined && { folder }) });
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { status, headers, body } = ses.handleHttp(request.method ?? '', request.url ?? '', await text(request));
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SESv2Client({ endpoint, region: 'ap-southeast-3', maxAttempts: 1 });
  return {
    clock,
    ses,
    client,
    events,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      ses.close();
    },
  };
}
