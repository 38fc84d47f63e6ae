import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { nameLikeness, normaliseName } from '#domain/kyc/name-likeness.ts';

/** Somebody on a list, as an operator writes them. */
export interface Listed {
  name: string;
  birthDate?: string;
  identityHash?: string;
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A list as a file. */
export const listFile = (people: readonly Listed[]): string =>
  ['name,birthDate,identityHash']
    .concat(
      people.map(({ name, birthDate = '', identityHash = '' }) =>
        [name, birthDate, identityHash].map(quoted).join(','),
      ),
    )
    .join('\r\n');

/** Where the list lies. */
export const listKey = 'screening-list.csv';

/** Puts a list where the operator puts it; answers its version. */
export async function putList(storage: S3Client, Bucket: string, Body: string | Uint8Array): Promise<string> {
  const { VersionId } = await storage.send(new PutObjectCommand({ Bucket, Key: listKey, Body }));
  if (VersionId === undefined) throw new Error('The bucket keeps no versions');
  return VersionId;
}

/** Takes the list away; its versions stay. */
export async function removeList(storage: S3Client, Bucket: string): Promise<void> {
  await storage.send(new DeleteObjectCommand({ Bucket, Key: listKey }));
}

/** How a service can answer that does not answer as agreed. */
export const oddAnswers = [
  'slow',
  'slow-body',
  'dropped',
  'html',
  'html-called-json',
  'redirect',
  'huge',
  'malformed',
  'another-shape',
  'server-error',
  'wrong-status',
  'status-of-query',
  'without-version',
] as const;

/** One way of not answering as agreed. */
export type OddAnswer = (typeof oddAnswers)[number];

/** A service with the API of yente that does as it is told and remembers what it was asked. */
export interface FakeService {
  url: string;
  people: Listed[];
  version: string;
  mode: OddAnswer | 'well';
  /** What came in, oldest first: path, headers and body. */
  received: { path: string; headers: http.IncomingHttpHeaders; body: string }[];
  close(): Promise<void>;
}

interface Query {
  queries: { q: { properties: { name: string[]; birthDate: string[]; idNumber?: string[] } } };
}

function matchesOf(people: readonly Listed[], { queries }: Query) {
  const { name, idNumber = [] } = queries.q.properties;
  return people.map((person, at) => {
    const score = nameLikeness(normaliseName(name[0] ?? ''), normaliseName(person.name));
    const isSame = person.identityHash !== undefined && idNumber.includes(person.identityHash);
    return {
      id: `listed-${at}`,
      caption: person.name,
      schema: 'Person',
      properties: { name: [person.name], ...(person.identityHash ? { idNumber: [person.identityHash] } : {}) },
      features: {},
      score: isSame ? 1 : score,
      match: isSame || score >= 0.88,
    };
  });
}

function answerMatch(service: FakeService, body: string) {
  const results = matchesOf(service.people, JSON.parse(body) as Query);
  const status = service.mode === 'status-of-query' ? 400 : 200;
  return { responses: { q: { status, results, total: { value: results.length, relation: 'eq' } } }, limit: 5 };
}

const catalogOf = ({ version, mode }: FakeService) => ({
  datasets:
    mode === 'without-version'
      ? []
      : [
          { name: 'other', title: 'Other', load: true, version: 'x', children: [] },
          { name: 'fraud', title: 'Fraud', load: true, version: 'newer', index_version: version, children: [] },
        ],
  current: ['fraud'],
  outdated: [],
});

function answer(service: FakeService, request: { path: string; body: string }, response: http.ServerResponse): void {
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const odd: Partial<Record<FakeService['mode'], () => void>> = {
    slow: () => undefined,
    'slow-body': () => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"responses":'),
    dropped: () => void response.destroy(),
    html: () => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Sign in</p>'),
    'html-called-json': () =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('<p>Sign in</p>'),
    redirect: () => void response.writeHead(307, { location: `${service.url}/elsewhere` }).end(),
    huge: () => void json(200, { padding: 'x'.repeat(9 * 1024 * 1024) }),
    malformed: () => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"responses": {'),
    'another-shape': () => void json(200, { responses: { q: { status: 200, results: [{ score: 'high' }] } } }),
    'server-error': () => void json(500, { detail: 'no' }),
    'wrong-status': () => void json(202, answerMatch(service, request.body || '{"queries":{"q":{"properties":{}}}}')),
  };
  const otherwise = () =>
    json(200, request.path === '/catalog' ? catalogOf(service) : answerMatch(service, request.body));
  (odd[service.mode] ?? otherwise)();
}

/** Starts a service on a free port of this machine. */
export async function startFakeService(): Promise<FakeService> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: FakeService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people: [],
    version: 'first',
    mode: 'well',
    received: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('request', (request, response) => {
    const pieces: Buffer[] = [];
    response.on('error', () => undefined);
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      const path = request.url ?? '';
      service.received.push({ path, headers: request.headers, body });
      answer(service, { path, body }, response);
    });
  });
  return service;
}
