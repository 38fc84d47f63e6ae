import { randomUUID } from 'node:crypto';
import { ServerResponse } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { CallFault, FaultPlan } from '../faults/fault-plan.ts';
import { readBody } from '../http-api/read-body.ts';
import type { Principal } from '../identity.ts';
import { requestIdFrom } from '../lambda/trace.ts';
import type { CredentialOf } from '../signature/credential.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';
import { answerError } from './answers.ts';
import { callContext } from './call-context.ts';
import type { CallContext } from './call-context.ts';
import { understand } from './call.ts';
import type { Call, CallOptions } from './call.ts';
import { failureOf, throttleOf } from './injected-failures.ts';

/** What the edge is made of. */
export interface EdgeOptions extends CallOptions {
  clock: Clock;
  credentialOf: CredentialOf;
  faults: FaultPlan;
  /** Ends the process that runs an invocation. */
  killInvocation(requestId: string): void;
  /** Takes what should never happen. */
  onDefect(error: unknown): void;
}

/** Bodies above this are refused: the largest upload of the product, and some. */
const bodyBytesMax = 64 * 1024 * 1024;

function functionOf(principal: Principal | undefined): string | undefined {
  return principal?.roleName === undefined ? undefined : principal.arn.split('/').at(-1);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
 * Answers every AWS call of the cloud: signature, fault plan, permissions, engine.
 * It tells the cloud's time in `date`, by which SDK clients set their clocks.
 */
export function edgeListener(options: EdgeOptions): RequestListener {
  return (incoming, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(options.clock.now()).toUTCString());
    handle(options, incoming, response).catch((error: unknown) => options.onDefect(error));
  };
}
