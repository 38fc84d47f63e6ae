import { expect } from 'vitest';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';

/** What an outsider and the operator's own records could tell of one request. */
export interface RequestTrace {
  status: number;
  /** The body without what differs with every request. */
  body: unknown;
  /** AWS calls of the function in their order: action and resource. */
  calls: string[];
  /** Tables with the attributes of the items that were new or changed afterwards, sorted. */
  written: string[];
}

type Table = Parameters<typeof rowsOf>[1];
const tables: readonly Table[] = ['evidence', 'limits', 'notifications', 'outbox', 'registrations', 'sessions'];

/** What the relay changes of a row as soon as it comes to it. */
const relayMarks = new Set(['relayedAt', 'unrelayedShard']);

/** The kinds of item: keys end in ids, so only what stands before the first id is looked at. */
async function kindsOf(cloud: TestCloud): Promise<Map<string, { kind: string; value: string }>> {
  const kinds = new Map<string, { kind: string; value: string }>();
  for (const table of tables) {
    for (const row of await rowsOf(cloud, table)) {
      const { pk, sk } = row as { pk: string; sk: string };
      const prefix = pk.includes('#') ? pk.slice(0, pk.indexOf('#')) : 'id';
      const attributes = Object.keys(row).filter((name) => !relayMarks.has(name));
      const kind = `${table} ${prefix} ${attributes.toSorted().join(',')}`;
      kinds.set(`${table} ${pk} ${sk}`, { kind, value: JSON.stringify(row) });
    }
  }
  return kinds;
}

function withoutMoments(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'instance' && !name.endsWith('At')));
}

/** Makes one request and traces it until its answer; what queues do later is its owner's mailbox and nobody else's. */
async function trace(
  cloud: TestCloud,
  request: () => Promise<ApiAnswer>,
  { callsAtOnce }: { callsAtOnce: boolean },
): Promise<RequestTrace> {
  await cloud.settle();
  const before = await kindsOf(cloud);
  const mark = cloud.cloud.journal.mark();
  const { status, body } = await request();
  const calls = cloud.cloud.journal.since(mark).filter(({ requestId }) => requestId !== undefined);
  const [first] = calls;
  const after = [...(await kindsOf(cloud))];
  const written = after.filter(([key, { value }]) => before.get(key)?.value !== value).map(([, { kind }]) => kind);
  const named = calls
    .filter(({ functionName }) => functionName === first?.functionName)
    .map(({ action, resource }) => `${action} ${resource}`);
  return {
    status,
    body: withoutMoments(body),
    calls: callsAtOnce ? named.toSorted() : named,
    written: written.filter((kind) => !kind.startsWith('notifications')).toSorted(),
  };
}

/**
 * Expects that a request about a known and about an unknown person has one status and body, makes the same AWS calls in
 * the same order, and writes the same kinds of item. The route is warmed up first, because a process asks for the key of
 * network names once. Answers the number of calls.
 */
export async function expectSameTrace(
  cloud: TestCloud,
  requests: {
    warmUp: () => Promise<ApiAnswer>;
    known: () => Promise<ApiAnswer>;
    unknown: () => Promise<ApiAnswer>;
    /** Set where the function makes some of its calls at once: their order is chance. */
    callsAtOnce?: boolean;
  },
): Promise<number> {
  const options = { callsAtOnce: requests.callsAtOnce === true };
  await requests.warmUp();
  const known = await trace(cloud, requests.known, options);
  const unknown = await trace(cloud, requests.unknown, options);
  expect(unknown).toEqual(known);
  expect(known.calls.length).toBeGreaterThan(0);
  return known.calls.length;
}
