import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { openDatabase } from '#local/database.ts';
import { openVersions } from '#local/s3/versions.ts';

const place = { bucketName: 'kyc', key: 'a' };
let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'versions-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('the folder of the object store', () => {
  it('keeps versions, bodies and their order over a restart', () => {
    const clock = openClock();
    const description = {
      size: 1,
      etag: 'e',
      headers: {},
      metadata: {},
      tags: { a: 'b' },
      checksums: {},
      encryption: { algorithm: 'AES256' as const },
    };
    const write = (body: string) => {
      const database = openDatabase(folder, 's3');
      const content = { description, body: Buffer.from(body) };
      const version = openVersions(database).add({ ...place, isVersioned: true, modifiedAtMs: clock.now(), content });
      database.close();
      return version;
    };
    const written = [write('first'), write('second')];
    const database = openDatabase(folder, 's3');
    const versions = openVersions(database);
    expect(versions.list('kyc', '').map(({ versionId }) => versionId)).toEqual(
      written.toReversed().map(({ versionId }) => versionId),
    );
    expect(versions.latest(place)).toMatchObject({ isLatest: true, description });
    expect(versions.bodyOf(versions.find(place, written[0]!.versionId)!).toString()).toBe('first');
    expect(versions.nextSequence(0)).toBeGreaterThan(written[1]!.sequence);
    database.close();
  });
});
