import { randomUUID } from 'node:crypto';
import { createServer, ServerResponse } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { AwsError, notImplemented } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { CallFault, FaultPlan } from '../faults/fault-plan.ts';
import { readBody } from '../http-api/read-body.ts';
import type { Authorize, Need, Principal } from '../identity.ts';
import { requestIdFrom } from '../lambda/trace.ts';
import type { CredentialOf } from '../signature/credential.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';
import { isRecord } from '../template/properties.ts';
import { answerError, answerJson } from './answers.ts';
import type { AnswerDress } from './answers.ts';
import { callContext } from './call-context.ts';
import type { CallContext } from './call-context.ts';
import type { Engines, JsonEngine, JsonService } from './engines.ts';
import { failureOf, throttleOf } from './injected-failures.ts';
import { mailOperation } from './mail-operations.ts';
import { storageAction } from './storage-action.ts';

/** What the edge is made of. */
export interface EdgeOptions {
  clock: Clock;
  engines: Engines;
  credentialOf: CredentialOf;
  authorize: Authorize;
  faults: FaultPlan;
  /** Further permissions that a request needs, such as the use of a queue's own key. */
  furtherNeeds(service: JsonService, operation: string, needs: readonly Need[]): readonly Need[];
  /** Ends the process that runs an invocation. */
  killInvocation(requestId: string): void;
  /** Takes what should never happen. */
  onDefect(error: unknown): void;
}

/** Bodies above this are refused: the largest upload of the product, and some. */
const bodyBytesMax = 64 * 1024 * 1024;

/** One AWS call, understood. */
interface Call {
  incoming: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  signature: VerifiedSignature | undefined;
  dress: AnswerDress;
  /** The operation behind `<service>:`. */
  action: string;
  /** Performs the call and answers it. */
  perform(response: ServerResponse): Promise<void>;
}

const jsonServices: readonly string[] = ['dynamodb', 'kms', 'sqs', 'ses'] satisfies JsonService[];

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

function readOperation(service: JsonService, { method = '', url = '/', headers }: IncomingMessage) {
  if (service === 'ses') return mailOperation(method, url.split('?')[0] ?? '/');
  const target = headers['x-amz-target'];
  return { operation: (typeof target === 'string' ? target : '').split('.').at(-1) ?? '', members: {} };
}

function functionOf(principal: Principal | undefined): string | undefined {
  return principal?.roleName === undefined ? undefined : principal.arn.split('/').at(-1);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A signal that ends when the caller goes away before its answer. */
function callerSignal(response: ServerResponse): AbortSignal {
  const ending = new AbortController();
  response.on('close', () => ending.abort());
  return ending.signal;
}

function understand(options: EdgeOptions, received: Omit<Call, 'action' | 'perform'>): Call {
  const { incoming, body, signature, dress } = received;
  const { service } = dress;
  if (service === 's3') {
    const perform = async (response: ServerResponse) =>
      await options.engines.s3.handleHttp(incoming, response, body, signature);
    return { ...received, action: storageAction(incoming), perform };
  }
  if (!isJsonService(service)) throw notImplemented(`the service ${service}`);
  if (signature === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
  }
  const { operation, members } = readOperation(service, incoming);
  const engine: JsonEngine = options.engines[service];
  const perform = async (response: ServerResponse) => {
    const input = { ...parseInput(body), ...members };
    const needs = engine.needsOf(operation, input);
    for (const need of [...needs, ...options.furtherNeeds(service, operation, needs)]) {
      options.authorize(signature.principal, need);
    }
    answerJson(response, dress, await engine.handle(operation, input, callerSignal(received.response)));
  };
  return { ...received, action: `${service}:${operation}`, perform };
}

/** An answer that nobody will read: the call is done, and its caller must not learn so. */
function unreadResponse(incoming: IncomingMessage): ServerResponse {
  return new ServerResponse(incoming);
}

async function performWithFault(options: EdgeOptions, call: Call, fault: CallFault): Promise<void> {
  const { response, incoming, dress } = call;
  if (fault.kind === 'throttle') throw throttleOf(dress.service);
  if (fault.kind === 'fail-before') throw failureOf(dress.service);
  if (fault.kind === 'delay') {
    await sleep(fault.delayMs ?? 0);
    await call.perform(response);
    return;
  }
  await call.perform(unreadResponse(incoming));
  if (fault.kind === 'fail-after') throw failureOf(dress.service);
  const requestId = callContext.getStore()?.requestId;
  if (requestId !== undefined) options.killInvocation(requestId);
  response.destroy();
}

function contextOf(signature: VerifiedSignature | undefined, { headers }: IncomingMessage): CallContext {
  const functionName = functionOf(signature?.principal);
  const trace = headers['x-amzn-trace-id'];
  const requestId = requestIdFrom(typeof trace === 'string' ? trace : undefined);
  return { ...(functionName !== undefined && { functionName }), ...(requestId !== undefined && { requestId }) };
}

/** The service that a request says it is for; S3 where it does not say, whose callers need not sign. */
function claimedService({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 's3';
}

type Received = Pick<Call, 'incoming' | 'response' | 'dress'>;

async function perform(options: EdgeOptions, received: Received): Promise<void> {
  const { incoming } = received;
  const body = await readBody(incoming, bodyBytesMax);
  if (body === undefined) throw new AwsError('EntityTooLarge', 'The request is too large', { status: 413 });
  const signature = verifySignature({ request: incoming, body }, options.credentialOf, options.clock.now());
  const context = contextOf(signature, incoming);
  await callContext.run(context, async () => {
    const call = understand(options, { ...received, body, signature });
    const fault = options.faults.meetCall({ ...context, action: call.action });
    await (fault === undefined ? call.perform(call.response) : performWithFault(options, call, fault));
  });
}

async function handle(options: EdgeOptions, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const contentType = incoming.headers['content-type'] ?? 'application/json';
  const dress = { service: claimedService(incoming), contentType, requestId: randomUUID() };
  try {
    await perform(options, { incoming, response, dress });
  } catch (error) {
    if (!(error instanceof AwsError)) options.onDefect(error);
    answerError(response, dress, error);
  }
}

/**
 * Makes the one server that takes every AWS call of the cloud: signature, fault plan, permissions, engine.
 * It tells the cloud's time in `date`, by which SDK clients set their clocks.
 */
export function createEdge(options: EdgeOptions): Server {
  return createServer((incoming, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(options.clock.now()).toUTCString());
    handle(options, incoming, response).catch((error: unknown) => options.onDefect(error));
  });
}
