import type { DatabaseSync } from 'node:sqlite';
import { randomBytes } from 'node:crypto';
import type { ObjectDescription } from '#local/s3/object-description.ts';

/** One version of an object, or a delete marker. */
export interface Version {
  /** Order of writing over the whole cloud. */
  sequence: number;
  bucketName: string;
  key: string;
  /** `null` in a bucket without versioning. */
  versionId: string;
  modifiedAtMs: number;
  isLatest: boolean;
  /** Absent on a delete marker. */
  description: ObjectDescription | undefined;
}

/** A version that holds an object. */
export type ObjectVersion = Version & { description: ObjectDescription };

/** Where an object lies. */
interface Place {
  bucketName: string;
  key: string;
}

/** A version about to be written; without `content` a delete marker. */
interface NewVersion extends Place {
  isVersioned: boolean;
  modifiedAtMs: number;
  content?: { description: ObjectDescription; body: Buffer } | undefined;
}

/** Every version of every object. */
export interface Versions {
  /** Writes a version; without versioning it takes the place of the one before. */
  add(version: NewVersion): Version;
  /** The newest version, delete markers included. */
  latest(place: Place): Version | undefined;
  find(place: Place, versionId: string): Version | undefined;
  bodyOf(version: Version): Buffer;
  /** Deletes one version for good. */
  drop(version: Version): void;
  describe(version: Version, description: ObjectDescription): void;
  /** A number greater than that of every change before; later changes of one key have greater ones. */
  nextSequence(nowMs: number): number;
  /** All versions under a prefix, keys in UTF-8 order, newest first within a key. */
  list(bucketName: string, prefix: string): Version[];
}

/** Leaves room for as many changes in one millisecond before sequences run ahead of the time. */
const changesPerMs = 1000;

const schema = `
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS versions (
    sequence INTEGER PRIMARY KEY,
    bucketName TEXT NOT NULL, key TEXT NOT NULL, versionId TEXT NOT NULL,
    modifiedAtMs INTEGER NOT NULL, description TEXT, body BLOB
  );
  CREATE UNIQUE INDEX IF NOT EXISTS places ON versions (bucketName, key, sequence);
`;

const columns = `sequence, bucketName, key, versionId, modifiedAtMs, description,
  NOT EXISTS (SELECT 1 FROM versions AS newer WHERE newer.bucketName = versions.bucketName
    AND newer.key = versions.key AND newer.sequence > versions.sequence) AS isLatest`;

function readVersion(row: Record<string, unknown> | undefined): Version | undefined {
  if (row === undefined) return undefined;
  const text = row['description'];
  const description: ObjectDescription | undefined = typeof text === 'string' ? JSON.parse(text) : undefined;
  return {
    sequence: Number(row['sequence']),
    bucketName: String(row['bucketName']),
    key: String(row['key']),
    versionId: String(row['versionId']),
    modifiedAtMs: Number(row['modifiedAtMs']),
    isLatest: row['isLatest'] === 1,
    description,
  };
}

function isVersion(version: Version | undefined): version is Version {
  return version !== undefined;
}

/** Opens the versions in a database. Bodies are kept as they are given: encryption lies with the caller. */
export function openVersions(database: DatabaseSync): Versions {
  database.exec(schema);
  const insert = database.prepare(
    `INSERT INTO versions (sequence, bucketName, key, versionId, modifiedAtMs, description, body)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const byPlace = 'SELECT ' + columns + ' FROM versions WHERE bucketName = ? AND key = ?';
  const selectLatest = database.prepare(`${byPlace} ORDER BY sequence DESC LIMIT 1`);
  const selectOne = database.prepare(`${byPlace} AND versionId = ?`);
  const selectAll = database.prepare(
    `SELECT ${columns} FROM versions WHERE bucketName = ? AND substr(key, 1, length(?)) = ? ORDER BY key, sequence DESC`,
  );
  const selectBody = database.prepare('SELECT body FROM versions WHERE sequence = ?');
  const clear = database.prepare('DELETE FROM versions WHERE bucketName = ? AND key = ? AND versionId = ?');
  const remove = database.prepare('DELETE FROM versions WHERE sequence = ?');
  const update = database.prepare('UPDATE versions SET description = ? WHERE sequence = ?');
  let lastSequence = Number(database.prepare('SELECT max(sequence) AS last FROM versions').get()?.['last'] ?? 0);
  const nextSequence = (nowMs: number): number => {
    lastSequence = Math.max(lastSequence + 1, Math.floor(nowMs) * changesPerMs);
    return lastSequence;
  };
  return {
    nextSequence,
    add({ bucketName, key, isVersioned, modifiedAtMs, content }) {
      const versionId = isVersioned ? randomBytes(24).toString('base64url') : 'null';
      if (!isVersioned) clear.run(bucketName, key, versionId);
      const description = content === undefined ? null : JSON.stringify(content.description);
      const sequence = nextSequence(modifiedAtMs);
      insert.run(sequence, bucketName, key, versionId, modifiedAtMs, description, content?.body ?? null);
      return { sequence, bucketName, key, versionId, modifiedAtMs, isLatest: true, description: content?.description };
    },
    latest: ({ bucketName, key }) => readVersion(selectLatest.get(bucketName, key)),
    find: ({ bucketName, key }, versionId) => readVersion(selectOne.get(bucketName, key, versionId)),
    bodyOf(version) {
      const body = selectBody.get(version.sequence)?.['body'];
      if (!(body instanceof Uint8Array)) throw new Error(`Version ${version.versionId} has no body`);
      return Buffer.from(body);
    },
    drop: (version) => void remove.run(version.sequence),
    describe: (version, description) => void update.run(JSON.stringify(description), version.sequence),
    list: (bucketName, prefix) => selectAll.all(bucketName, prefix, prefix).map(readVersion).filter(isVersion),
  };
}
