import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { TableName } from '#lib/tables.ts';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { tableName } from '../table-name.ts';

/** What the API answered. */
export interface ApiAnswer {
  status: number;
  /** Parsed JSON; undefined when there is none. */
  body: unknown;
  /** Slug of the problem of a refusal. */
  problem: string | undefined;
}

/** A request as a client makes it. */
export interface ApiRequest {
  body?: unknown;
  /** Sent byte by byte instead of `body`. */
  rawBody?: string;
  token?: string;
  headers?: Readonly<Record<string, string>>;
}

const mailSchema = z.object({ to: z.array(z.string()), subject: z.string(), text: z.string().optional() });

/** A mail in somebody's inbox. */
export type Mail = z.infer<typeof mailSchema>;

/** A row of a table as it lies there. */
export type Row = Readonly<Record<string, unknown>>;

/** A fresh local cloud, as clients, staff and a thief with the operator's keys meet it. */
export interface DemoCloud {
  cloud: Cloud;
  /** Calls the API over HTTP. */
  api(route: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** Calls the API and demands a status and a shape. Throws an Error that shows what came instead. */
  expect<Schema extends z.ZodType>(
    route: string,
    request: ApiRequest,
    wanted: Wanted<Schema>,
  ): Promise<z.infer<Schema>>;
  /** Calls the console over HTTP: mails, clock, schedules, staff tokens. */
  console(path: string, body?: unknown): Promise<unknown>;
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
  /** Turns the clock forward and waits for what that sets off. */
  turnTo(moment: Date): Promise<void>;
  now(): Date;
  /** The mails to an address, oldest first. */
  inbox(address: string): Promise<Mail[]>;
  /** Everything in a table, read with the operator's keys. */
  rows(table: TableName): Promise<Row[]>;
  tableName(table: TableName): string;
  /** Stops the cloud and removes what it kept. */
  stop(): Promise<void>;
}

/** A status, and the members of the body that the client reads. */
export interface Wanted<Schema extends z.ZodType> {
  status: number;
  schema: Schema;
}

const problemSchema = z.object({ type: z.string().transform((type) => type.split('/').at(-1)) });

async function callApi(address: string, route: string, request: ApiRequest): Promise<ApiAnswer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const response = await fetch(address + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
      ...request.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
  return { status: response.status, body: parsed, problem: problemSchema.safeParse(parsed).data?.type };
}

async function askConsole(address: string, path: string, body: unknown): Promise<unknown> {
  const posting = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(address + path, body === undefined ? {} : posting);
  if (!response.ok) throw new Error(`The console answered ${response.status} at ${path}: ${await response.text()}`);
  return response.json();
}

function clientOf(cloud: Cloud): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(cloud.clientSettings()));
}

async function scanAll(cloud: Cloud, table: TableName): Promise<Row[]> {
  const client = clientOf(cloud);
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName(cloud.stage, table) })) {
    rows.push(...Items);
  }
  client.destroy();
  return rows;
}

const settleTimeoutMs = 120_000;

/** Starts a fresh cloud on any free ports and a temporary folder. */
export async function openDemoCloud(assemblyFolder: string): Promise<DemoCloud> {
  const cloud = await startCloud({ assemblyFolder });
  const ask = (path: string, body?: unknown) => askConsole(cloud.consoleAddress, path, body);
  const settle = async () => void (await ask('/settle', { timeoutMs: settleTimeoutMs }));
  const api = (route: string, request: ApiRequest = {}) => callApi(cloud.apiAddress, route, request);
  return {
    cloud,
    api,
    async expect(route, request, { status, schema }) {
      const answer = await api(route, request);
      if (answer.status === status) return schema.parse(answer.body);
      throw new Error(`${route} answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
    },
    console: ask,
    settle,
    async turnTo(moment) {
      await ask('/clock', { turnByMs: Math.max(0, moment.getTime() - cloud.clock.now()) });
      await settle();
    },
    now: () => new Date(cloud.clock.now()),
    inbox: async (address) => z.array(mailSchema).parse(await ask(`/inbox.json?to=${encodeURIComponent(address)}`)),
    rows: (table) => scanAll(cloud, table),
    tableName: (table) => tableName(cloud.stage, table),
    stop: () => cloud.stop(),
  };
}
