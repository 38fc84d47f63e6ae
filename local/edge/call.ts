import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError, notImplemented } from '../aws-error.ts';
import type { Authorize, Need } from '../identity.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';
import { isRecord } from '../template/properties.ts';
import { answerJson } from './answers.ts';
import type { AnswerDress } from './answers.ts';
import type { Engines, JsonService, RestService } from './engines.ts';
import { storageAction } from './storage-action.ts';

/** An AWS call as it came in, its signature verified. */
export interface ReceivedCall {
  incoming: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  signature: VerifiedSignature | undefined;
  dress: AnswerDress;
}

/** One AWS call, understood. */
export interface Call extends ReceivedCall {
  /** Service and operation, for example `dynamodb:TransactWriteItems`. */
  action: string;
  /** Asks for permission, performs the call and answers it. */
  perform(response: ServerResponse): Promise<void>;
}

/** What calls are performed with. */
export interface CallOptions {
  engines: Engines;
  authorize: Authorize;
  /** Further permissions that come with others, such as the use of a queue's own key. */
  furtherNeeds(needs: readonly Need[]): readonly Need[];
}

const jsonServices: readonly string[] = ['dynamodb', 'kms', 'sms-voice', 'sqs'] satisfies JsonService[];

function isJsonService(service: string): service is JsonService {
  return jsonServices.includes(service);
}

function parseInput(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(input)) return input;
  } catch {
    // Answered below like any other body that is no JSON object.
  }
  throw new AwsError('SerializationException', 'The request body should be a JSON object');
}

/** A signal that ends when the caller goes away before its answer. */
function callerSignal(response: ServerResponse): AbortSignal {
  const ending = new AbortController();
  response.on('close', () => ending.abort());
  return ending.signal;
}

function signed({ signature }: ReceivedCall): VerifiedSignature {
  if (signature !== undefined) return signature;
  throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
}

function understandStorage({ engines }: CallOptions, received: ReceivedCall): Call {
  const { incoming, body, signature } = received;
  return {
    ...received,
    action: storageAction(incoming),
    perform: async (response) => await engines.s3.handleHttp(incoming, response, body, signature),
  };
}

function understandRest({ engines, authorize }: CallOptions, received: ReceivedCall, service: RestService): Call {
  const { incoming, body, dress } = received;
  const { principal } = signed(received);
  const [method, path] = [incoming.method ?? '', incoming.url ?? '/'];
  const isSending = service === 'ses' && method === 'POST' && path.startsWith('/v2/email/outbound-emails');
  return {
    ...received,
    action: isSending ? 'ses:SendEmail' : `${service}:${method}`,
    async perform(response) {
      const engine = engines[service];
      for (const need of engine.needsOf(method, path, body)) authorize(principal, need);
      const answer = engine.handleHttp(method, path, body);
      response.writeHead(answer.status, { 'content-type': dress.contentType, ...answer.headers });
      response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body));
    },
  };
}

function understandJson(options: CallOptions, received: ReceivedCall, service: JsonService): Call {
  const { principal } = signed(received);
  const target = received.incoming.headers['x-amz-target'];
  const operation = (typeof target === 'string' ? target : '').split('.').at(-1) ?? '';
  const engine = options.engines[service];
  return {
    ...received,
    action: `${service}:${operation}`,
    async perform(response) {
      const input = parseInput(received.body);
      const needs = engine.needsOf(operation, input);
      for (const need of [...needs, ...options.furtherNeeds(needs)]) options.authorize(principal, need);
      answerJson(response, received.dress, await engine.handle(operation, input, callerSignal(received.response)));
    },
  };
}

/** Finds out what a call asks for. Throws NotImplemented for services that the local cloud does not have. */
export function understand(options: CallOptions, received: ReceivedCall): Call {
  const { service } = received.dress;
  if (service === 's3') return understandStorage(options, received);
  if (service === 'ses' || service === 'lambda') return understandRest(options, received, service);
  if (isJsonService(service)) return understandJson(options, received, service);
  throw notImplemented(`the service ${service}`);
}
