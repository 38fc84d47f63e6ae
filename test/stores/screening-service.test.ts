import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ScreenedPerson, ScreeningService } from '#domain/kyc/screening.ts';
import { screeningListRules } from '#domain/kyc/screening-list.ts';
import { openListScreening, readList } from '#stores/kyc/screening-list.ts';
import { openRemoteScreening } from '#stores/kyc/screening-remote.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { type Listed, listFile, oddAnswers, putList, removeList, startFakeService } from '#test/support/screening.ts';

const services = await openHandlerServices();
const storage = new S3Client({});
const fake = await startFakeService();
const bucket = process.env['BUCKET_SCREENING_LISTS'] ?? '';
const hash = `v1.${'h'.repeat(43)}`;
const person: ScreenedPerson = { name: 'Budi Santoso', birthDate: '1990-06-15', identityHash: hash };
let now = new Date();

beforeEach(() => {
  services.reset();
  fake.mode = 'well';
  fake.received = [];
  now = new Date(now.getTime() + 3_600_000);
});
afterAll(() => fake.close());

const timeoutMilliseconds = 300;
const openRemote = () => openRemoteScreening({ url: fake.url, dataset: 'fraud', timeoutMilliseconds });

interface Source {
  name: string;
  open: () => ScreeningService;
  /** Brings a new version that names these people; answers it. */
  bring: (people: readonly Listed[]) => Promise<string>;
  /** Makes the source unusable. */
  spoil: () => Promise<void>;
}

let versions = 0;
const sources: Source[] = [
  {
    name: 'a list of ours',
    open: openListScreening,
    bring: (people) => putList(storage, bucket, listFile(people)),
    spoil: () => removeList(storage, bucket),
  },
  {
    name: 'a service',
    open: openRemote,
    async bring(people) {
      fake.people = [...people];
      fake.version = `version-${(versions += 1)}`;
      return fake.version;
    },
    async spoil() {
      fake.mode = 'server-error';
    },
  },
];

describe.each(sources)('comparing with $name', ({ open, bring, spoil }) => {
  const nobodyAlike: Listed = { name: 'Zyx Qwrtp', birthDate: '1901-01-01' };

  test.each([
    ['nobody alike', [nobodyAlike], 'no-hit', 0],
    ['the same name', [nobodyAlike, { name: 'SANTOSO, Budi' }], 'possible', 1],
    ['the name with diacritics', [{ name: 'Búdi Santosø', birthDate: '1990-06-15' }], 'possible', 1],
    ['a name that is nearly the same', [{ name: 'Budi Santosa' }], 'possible', 1],
    ['two who may be meant', [{ name: 'Budi Santoso' }, { name: 'Budi Santosa' }, nobodyAlike], 'possible', 2],
    ['the same ID number under another name', [{ ...nobodyAlike, identityHash: hash }], 'confirmed', 1],
    ['another ID number', [{ ...nobodyAlike, identityHash: `v1.${'o'.repeat(43)}` }], 'no-hit', 0],
  ] as const)('finds %s: %s', async (...[, people, outcome, matchCount]) => {
    const listVersion = await bring(people);
    const found = await open().check(person, now);
    expect(found).toMatchObject({ outcome, matchCount, listVersion });
    expect(found.failure).toBeUndefined();
    expect(found.score).toBeGreaterThanOrEqual(0);
    expect(found.score).toBeLessThanOrEqual(1);
  });

  test('finds nobody by an ID number that the player did not give', async () => {
    await bring([{ ...nobodyAlike, identityHash: hash }]);
    const { identityHash: _, ...unnumbered } = person;
    expect((await open().check(unnumbered, now)).outcome).toBe('no-hit');
  });

  test('compares with the newest version, and says which that is', async () => {
    const service = open();
    const first = await bring([nobodyAlike]);
    expect(await service.check(person, now)).toMatchObject({ outcome: 'no-hit', listVersion: first });
    const second = await bring([{ name: 'Budi Santoso' }]);
    const later = new Date(now.getTime() + 120_000);
    expect(await service.check(person, later)).toMatchObject({ outcome: 'possible', listVersion: second });
    expect(await service.version(later)).toBe(second);
  });

  test('is an error and never no hit when the source is not usable', async () => {
    await bring([nobodyAlike]);
    const service = open();
    expect((await service.check(person, now)).outcome).toBe('no-hit');
    await spoil();
    expect(await service.check(person, now)).toMatchObject({ outcome: 'error', score: 0, matchCount: 0 });
    expect(await open().version(now)).toBeUndefined();
  });
});

describe('a service', () => {
  test('is told name, birth date and the keyed ID number, and nothing else', async () => {
    await openRemote().check(person, now);
    const [match, catalog, ...others] = fake.received;
    expect(others).toEqual([]);
    expect([match?.path, catalog?.path]).toEqual(['/match/fraud', '/catalog']);
    expect(JSON.parse(match?.body ?? '')).toEqual({
      queries: {
        q: {
          schema: 'Person',
          properties: { name: ['Budi Santoso'], birthDate: ['1990-06-15'], idNumber: [hash] },
        },
      },
    });
    expect(catalog?.body).toBe('');
    const headers = new Set(fake.received.flatMap(({ headers: each }) => Object.keys(each)));
    expect([...headers].toSorted()).toEqual(['accept', 'connection', 'content-length', 'content-type', 'host']);
  });

  test.each(oddAnswers)('that answers %s is an error, worth another try', async (mode) => {
    fake.people = [];
    fake.mode = mode;
    const startedAt = performance.now();
    expect(await openRemote().check(person, now)).toEqual({
      outcome: 'error',
      score: 0,
      matchCount: 0,
      listVersion: undefined,
      failure: 'unreachable',
    });
    expect(performance.now() - startedAt).toBeLessThan(timeoutMilliseconds + 2000);
    expect(fake.received.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  test('that nobody runs is an error', async () => {
    const gone = await startFakeService();
    await gone.close();
    const service = openRemoteScreening({ url: gone.url, dataset: 'fraud', timeoutMilliseconds });
    expect(await service.check(person, now)).toMatchObject({ outcome: 'error', failure: 'unreachable' });
  });

  test.each(['http://10.0.0.1:9', 'https://a:b@127.0.0.1', 'ftp://127.0.0.1'])('at %s is never asked', async (url) => {
    const service = openRemoteScreening({ url, dataset: 'fraud', timeoutMilliseconds });
    expect(await service.check(person, now)).toMatchObject({ outcome: 'error', failure: 'absent' });
    expect(await service.version(now)).toBeUndefined();
  });

  test('is asked for its version once in a minute, not for every player', async () => {
    const service = openRemote();
    for (let player = 0; player < 3; player += 1) await service.check(person, now);
    expect(fake.received.filter(({ path }) => path === '/catalog')).toHaveLength(1);
  });
});

async function* piecesOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('a list', () => {
  const many = (count: number) => listFile(Array.from({ length: count }, (_, at) => ({ name: `Person ${at}` })));

  test.each([
    ['nothing', ''],
    ['a header alone', listFile([])],
    ['no header', 'Budi Santoso,1990,\n'],
    ['other columns', 'name,dob,id\nBudi Santoso,1990,\n'],
    ['a web page', '<!doctype html>\n<p>Sign in</p>'],
    ['a row that cannot be read among few', `${many(3)}\nonly one cell`],
    ['more unreadable rows than one in a thousand', `${many(2000)}${'\nbad'.repeat(3)}`],
    ['bytes that are no UTF-8', Buffer.from([...Buffer.from(`${many(2)}\r\n`), 0xc3, 0x28])],
    ['half a character at its end', Buffer.from([...Buffer.from(`${many(2)}\r\nB`), 0xc3])],
    ['more bytes than allowed', Buffer.alloc(screeningListRules.bytesMax + 1, 'a')],
  ])('of %s is not compared with, and that is an error', async (...[, content]) => {
    const version = await putList(storage, bucket, content);
    expect(await openListScreening().check(person, now)).toEqual({
      outcome: 'error',
      score: 0,
      matchCount: 0,
      listVersion: version,
      failure: 'unreadable',
    });
  });

  test('with few rows that cannot be read is compared with, and they are counted', async () => {
    await putList(storage, bucket, `${many(2000)}\nbad\r\nBudi Santoso,1990,`);
    const found = await openListScreening().check(person, now);
    expect(found).toMatchObject({ outcome: 'possible', unreadableRowCount: 1 });
  });

  test('may begin with a byte order mark, and comes in pieces of any size', async () => {
    for (const size of [1, 7, 64]) {
      const read = await readList(
        piecesOf(`\uFEFF${listFile([{ name: 'Łucja Müller, "Lu"', birthDate: '1990' }])}`, size),
      );
      expect(read?.people).toEqual([{ name: 'lu lucja muller', birthDate: '1990', identityHash: '' }]);
    }
  });

  test('of more rows than allowed is not read to its end', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('name,birthDate,identityHash\n');
      for (;;) {
        taken += 1;
        yield Buffer.from('Budi Santoso,,\n'.repeat(10_000));
      }
    }
    expect(await readList(endless())).toBeUndefined();
    expect(taken).toBe(screeningListRules.rowsMax / 10_000 + 1);
  });

  test('is read once for all players, and again when there is a new one', async () => {
    await putList(storage, bucket, many(5));
    const service = openListScreening();
    services.reset();
    for (let player = 0; player < 3; player += 1) await service.check(person, now);
    expect(services.calls.filter((call) => call === 's3:GET')).toHaveLength(1);
    await putList(storage, bucket, many(6));
    await service.check(person, now);
    expect(services.calls.filter((call) => call === 's3:GET')).toHaveLength(2);
  });
});
