import { parseArgs } from 'node:util';
import { tables, type TableName } from '#lib/tables.ts';

/** What shall be restored, where, and to which time. */
export interface RestoreOrder {
  region: string;
  /** The moment whose state comes back, in whole seconds. */
  at: Date;
  /** Tables that were lost, each with the moment to which it goes back: `at`, or a later one of its own. */
  lost: ReadonlyMap<TableName, Date>;
  /** How long to wait for functions that run when traffic is taken off; as long as the slowest may run when absent. */
  drainSeconds?: number | undefined;
}

const usage = `npm run restore -- --region <region> --at <time> --tables <table>,<table>,<table>@<later time> [--drain-seconds <n>]

Times:  ISO 8601 with Z, whole seconds, for example 2027-03-01T09:30:00Z
Tables: ${Object.keys(tables).join(', ')}`;

const refuse = (reason: string): never => {
  throw new Error(`${reason}\n\n${usage}`);
};

const isTableName = (name: string): name is TableName => Object.hasOwn(tables, name);

function readTime(text: string | undefined): Date {
  const isWhole = text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
  const at = new Date(isWhole ? text : Number.NaN);
  return Number.isNaN(at.getTime()) ? refuse('Say with --at to which time.') : at;
}

function readTables(text: string | undefined, at: Date): ReadonlyMap<TableName, Date> {
  const named = (text ?? '').split(',').filter((each) => each !== '');
  if (named.length === 0) return refuse('Say with --tables what was lost.');
  const entries = named.map((each): [TableName, Date] => {
    const [name = '', own] = each.split('@');
    if (!isTableName(name)) return refuse(`${name} is no table.`);
    const time = own === undefined ? at : readTime(own);
    return time < at ? refuse(`${name} must not go further back than the others.`) : [name, time];
  });
  return new Map(entries);
}

/**
 * What the tables need of one another. Evidence holds the ledgers that are replayed, so that it is never taken back to
 * the time of the others; the leases of notifications keep what an outbox announces from being sent twice.
 */
function refuseUnsafe({ at, lost }: RestoreOrder): void {
  if (lost.get('evidence')?.getTime() === at.getTime()) {
    refuse('Say with evidence@<time> the last moment at which the evidence was whole: it holds what must be replayed.');
  }
  if (lost.has('outbox') && lost.has('notifications')) {
    refuse('Restore notifications and leave the outbox empty: leases keep announcements from being sent twice.');
  }
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,4}$/.test(text) ? Number(text) : refuse('--drain-seconds is a whole number.');
}

const options = {
  region: { type: 'string' },
  at: { type: 'string' },
  tables: { type: 'string' },
  'drain-seconds': { type: 'string' },
} as const;

/** Reads the command line. Throws an Error that says what is missing or unsafe and shows the usage. */
export function readOrder(args: readonly string[]): RestoreOrder {
  const { values } = parseArgs({ args: [...args], options });
  const at = readTime(values.at);
  const order = {
    region: values.region ?? refuse('Say with --region where.'),
    at,
    lost: readTables(values.tables, at),
    drainSeconds: readSeconds(values['drain-seconds']),
  };
  refuseUnsafe(order);
  return order;
}
