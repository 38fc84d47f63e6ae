import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { refused, type Refused } from '#domain/decision.ts';
import { refuseWhileClosing } from '#domain/player/closing-account.ts';
import type { Actor } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import type { AuthenticatedPlayer, Sessions } from '#stores/sessions.ts';
import type { StaffMembers } from '#stores/staff.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { authenticatePlayer, authenticateStaff, expectCallerKind, type StaffCaller } from './caller.ts';
import type { Answer, Command, Contract } from './contract.ts';
import { browserOf, setCookieHeader, type AnswerCookie, type Browser } from './cookies.ts';
import { logEvent } from './log.ts';
import { refuseDirectCall } from './origin.ts';
import { answerHeaders, renderRefusal } from './problem.ts';
import { answerAlways } from './render.ts';
import { parseRequest } from './request.ts';
import { viewerOf, type Viewer } from './viewer.ts';

/** Everything a handler is given: the parsed command, who calls, and the one time of this request. */
export interface HttpRequest<C extends Contract, Caller> {
  command: Command<C>;
  caller: Caller;
  /** The gateway's time of the request: the only clock a handler knows. */
  now: Date;
  /** Who acts, for the audit rows. */
  actor: Actor;
  /** Value of `Idempotency-Key`; empty where the contract demands none. */
  idempotencyKey: string;
  /** SHA-256 of the raw body, hex. */
  bodyHash: string;
  /** Where the request came from; seal it, never log it. */
  viewer: Viewer;
  /** What a browser says of its session and of the page that sends. */
  browser: Browser;
  /** The raw `User-Agent`; parse it, never store it. */
  userAgent: string;
}

/** A visitor: nobody is signed in. */
export interface Visitor {
  kind: 'visitor';
}

/** A function that API Gateway can invoke with payload format 2.0. */
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

type Handle<C extends Contract, Caller> = (request: HttpRequest<C, Caller>) => Promise<Answer<C> | Refused>;
type Authenticate<Caller> = (
  event: APIGatewayProxyEventV2,
  now: Date,
) => Promise<{ outcome: 'known'; caller: Caller; actor: Omit<Actor, 'requestId'> } | Refused>;

/** A route that anybody may call. */
export function publicHttp<C extends Contract>(contract: C, handle: Handle<C, Visitor>): HttpHandler {
  return serve<C, Visitor>(contract, handle, async () => {
    expectCallerKind('public');
    return { outcome: 'known', caller: { kind: 'visitor' }, actor: { kind: 'visitor' } };
  });
}

/** A route for the signed-in player: one consistent read of session and account, or 401; 409 for what a closing account does not do. */
export function playerHttp<C extends Contract>(
  contract: C,
  stores: { sessions: Sessions },
  handle: Handle<C, AuthenticatedPlayer>,
): HttpHandler {
  return serve(contract, handle, async (event, now) => {
    const known = await authenticatePlayer(stores.sessions, event, now);
    if (known.outcome === 'refused') return known;
    return refuseWhileClosing(known.caller.accountState, contract.route) ?? known;
  });
}

/** A route for staff: the gateway has checked the token, the edge checks role and that the person is still active. */
export function staffHttp<C extends Contract>(
  contract: C,
  stores: { staff: StaffMembers },
  handle: Handle<C, StaffCaller>,
): HttpHandler {
  return serve(contract, handle, async (event) => authenticateStaff(stores.staff, event));
}

function serve<C extends Contract, Caller>(
  contract: C,
  handle: Handle<C, Caller>,
  authenticate: Authenticate<Caller>,
): HttpHandler {
  const respond = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId, timeEpoch, http } = event.requestContext;
    const direct = refuseDirectCall(event);
    if (direct !== undefined) return direct;
    const now = new Date(timeEpoch);
    const known = await authenticate(event, now);
    if (known.outcome === 'refused') return renderRefusal(known, requestId);
    const parsed = parseRequest(contract, event);
    if (parsed.outcome === 'refused') return renderRefusal(parsed, requestId);
    const request: HttpRequest<C, Caller> = {
      // The parts were parsed by this contract's schemas a line ago; their static types follow from it.
      command: { path: parsed.path, query: parsed.query, body: parsed.body } as Command<C>,
      caller: known.caller,
      now,
      actor: { ...known.actor, requestId },
      idempotencyKey: parsed.idempotencyKey ?? '',
      bodyHash: parsed.bodyHash,
      viewer: viewerOf(event),
      browser: browserOf(event),
      userAgent: http.userAgent,
    };
    return decideAndRender(contract, { requestId, actorKind: known.actor.kind }, () => handle(request));
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().use(answerAlways()).handler(respond);
}

/** Runs a handler, records what it unsealed, and renders what it decided. */
export async function decideAndRender<C extends Contract>(
  contract: C,
  fields: { requestId: string; actorKind: string },
  decide: () => Promise<Answer<C> | Refused>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const outcome = await collectUnsealings(
    (unsealings) => logEvent('FIELDS_UNSEALED', { ...fields, unsealings }),
    () => decideTwiceAtMost(decide),
  );
  return outcome.outcome === 'refused' ? renderRefusal(outcome, fields.requestId) : renderAnswer(contract, outcome);
}

/** After a lost race the handler reads and decides once more; losing twice is told to the caller. */
async function decideTwiceAtMost<Outcome>(decide: () => Promise<Outcome | Refused>): Promise<Outcome | Refused> {
  for (const attempt of [1, 2]) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (attempt === 2) return refused('state-changed');
    }
  }
  return refused('state-changed');
}

/** Every answer is parsed by its contract before it leaves, so that an undeclared field cannot. */
function renderAnswer<C extends Contract>(
  contract: C,
  { status, body, cookies = [] }: { status: number; body: unknown; cookies?: readonly AnswerCookie[] | undefined },
): APIGatewayProxyStructuredResultV2 {
  const schema = contract.answers[status];
  if (schema === undefined) throw new Error(`${contract.route} does not declare the status ${status}`);
  if (cookies.length > 0 && !contract.setsCookies) throw new Error(`${contract.route} does not declare cookies`);
  const set = cookies.length === 0 ? {} : { cookies: cookies.map(setCookieHeader) };
  if (schema === null) return { statusCode: status, headers: answerHeaders, ...set };
  return {
    statusCode: status,
    ...set,
    headers: { ...answerHeaders, 'content-type': 'application/json' },
    body: JSON.stringify(schema.parse(body)),
  };
}
