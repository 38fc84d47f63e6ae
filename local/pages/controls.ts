import { AwsError } from '../aws-error.ts';
import type { Cloud } from '../running-cloud.ts';
import { parseFaults } from '../faults/parse-faults.ts';
import { isRecord, numberAt, optionalNumberAt, textAt, textsAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';

/** A request to a control endpoint. */
export interface ControlRequest {
  cloud: Cloud;
  /** What the pattern found in the path. */
  found: readonly string[];
  query: URLSearchParams;
  body: unknown;
}

/** A control endpoint: what it answers is sent as JSON. */
export interface Control {
  method: 'GET' | 'POST';
  path: RegExp;
  act(request: ControlRequest): unknown;
}

function membersOf(body: unknown): Properties {
  if (isRecord(body)) return body;
  throw new AwsError('ValidationException', 'The body should be a JSON object');
}

const clockOf = ({ clock }: Cloud) => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() });

function turn({ cloud, body }: ControlRequest) {
  cloud.clock.turnBy(numberAt(membersOf(body), 'turnByMs', Number.NaN));
  return clockOf(cloud);
}

function issue({ cloud, body }: ControlRequest) {
  if (cloud.staff === undefined) throw new AwsError('ResourceNotFoundException', 'No user pool is declared');
  const members = membersOf(body);
  return cloud.staff.issue({ name: textAt(members, 'name'), groups: textsAt(members, 'groups') });
}

function mailsOf({ cloud, query }: ControlRequest) {
  const to = query.get('to');
  const after = query.get('after');
  return cloud.mail.mails({ ...(to !== null && { to }), ...(after !== null && { after: Number(after) }) });
}

async function settle({ cloud, body }: ControlRequest) {
  const members = membersOf(body ?? {});
  const timeoutMs = optionalNumberAt(members, 'timeoutMs');
  await cloud.settle({
    ...(timeoutMs !== undefined && { timeoutMs }),
    turnsToHidden: members['turnsToHidden'] === true,
  });
  return clockOf(cloud);
}

/** Control endpoints for tools and tests. */
export const controls: readonly Control[] = [
  { method: 'GET', path: /^\/clock$/, act: ({ cloud }) => clockOf(cloud) },
  { method: 'POST', path: /^\/clock$/, act: turn },
  {
    method: 'GET',
    path: /^\/faults$/,
    act: ({ cloud }) => ({ faults: cloud.faults.faults(), metCount: cloud.faults.metCount() }),
  },
  {
    method: 'POST',
    path: /^\/faults$/,
    act({ cloud, body }) {
      cloud.faults.lay(parseFaults(body));
      return { faults: cloud.faults.faults() };
    },
  },
  {
    method: 'GET',
    path: /^\/journal$/,
    act: ({ cloud, query }) => ({
      mark: cloud.journal.mark(),
      entries: cloud.journal.since(Number(query.get('since') ?? 0)),
    }),
  },
  {
    method: 'GET',
    path: /^\/denials$/,
    act: ({ cloud, query }) => cloud.denials(Number(query.get('since') ?? 0)),
  },
  { method: 'GET', path: /^\/schedules$/, act: ({ cloud }) => cloud.schedules() },
  {
    method: 'POST',
    path: /^\/schedules\/([^/]+)\/fire$/,
    async act({ cloud, found }) {
      await cloud.fireSchedule(found[0] ?? '');
      return {};
    },
  },
  {
    method: 'GET',
    path: /^\/logs$/,
    act: ({ cloud }) => Object.fromEntries(cloud.logs.names().map((name) => [name, cloud.logs.read(name)])),
  },
  { method: 'GET', path: /^\/inbox\.json$/, act: mailsOf },
  { method: 'POST', path: /^\/staff-tokens$/, act: issue },
  { method: 'GET', path: /^\/\.well-known\/jwks\.json$/, act: ({ cloud }) => cloud.staff?.keys ?? { keys: [] } },
  { method: 'POST', path: /^\/settle$/, act: settle },
];
