import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { openDatabase } from '../database.ts';
import { localAccount } from '../identity.ts';
import { isKeySpec, usageOf, type Key, type KeyUsage } from './key.ts';
import { makeKeyMaterial } from './key-material.ts';

/** A key as the template declares it. */
export interface KeyDeclaration {
  /** Unique and lasting, for example `<stack>/<logical id>`: the key id follows from it. */
  logicalId: string;
  spec?: string;
  usage?: string;
  /** The key policy document. */
  policy: unknown;
}

/** The keys and aliases there are. */
export interface Keys {
  /** Makes the declared key, or takes up the one made before with the declared policy. Throws on another spec. */
  ensure(declaration: KeyDeclaration): Key;
  /** Points an alias (`alias/...`) to a key. */
  alias(name: string, keyId: string): void;
  /** Finds a key by id, ARN or alias. */
  find(keyId: string): Key | undefined;
  /** Like `find`. Throws NotFoundException. */
  require(keyId: string): Key;
  /** The ARN that a key id, ARN or alias stands for, whether there is such a key or not. */
  arnOf(keyId: string): string;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS keys(key_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS aliases(name TEXT PRIMARY KEY, key_id TEXT NOT NULL) WITHOUT ROWID;
`;

/** A key id in the shape of a UUID that depends on the logical id alone, so that it outlives fresh data. */
function keyIdOf(logicalId: string): string {
  const digest = createHash('sha256').update(logicalId).digest('hex');
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ].join('-');
}

function makeKey(declaration: KeyDeclaration, place: { arnStart: string; nowMs: number }): Key {
  const spec = declaration.spec ?? 'SYMMETRIC_DEFAULT';
  if (!isKeySpec(spec)) throw notImplemented(`KMS keys of spec ${spec}`);
  const usage: KeyUsage = usageOf(spec);
  if ((declaration.usage ?? 'ENCRYPT_DECRYPT') !== usage) {
    throw new AwsError('ValidationException', `KeyUsage ${declaration.usage} is not compatible with KeySpec ${spec}`);
  }
  const keyId = keyIdOf(declaration.logicalId);
  return {
    keyId,
    arn: `${place.arnStart}key/${keyId}`,
    logicalId: declaration.logicalId,
    spec,
    usage,
    createdAtSeconds: place.nowMs / 1000,
    policy: declaration.policy,
    material: makeKeyMaterial(spec),
  };
}

/** Opens the keys in `kms.sqlite` of the data folder. The material lies there in the clear: nothing here protects data. */
export function openKeys(place: { folder?: string; clock: Clock; region: string }): Keys {
  const database = openDatabase(place.folder, 'kms');
  database.exec(schema);
  const arnStart = `arn:aws:kms:${place.region}:${localAccount}:`;
  const keys = new Map<string, Key>();
  const aliases = new Map<string, string>();
  for (const row of database.prepare('SELECT body FROM keys').all()) {
    const key: Key = JSON.parse(String(row['body']));
    keys.set(key.keyId, key);
  }
  for (const row of database.prepare('SELECT name, key_id FROM aliases').all()) {
    aliases.set(String(row['name']), String(row['key_id']));
  }

  function keyIdFrom(reference: string): string {
    const name = reference.startsWith(arnStart) ? reference.slice(arnStart.length) : reference;
    return name.startsWith('alias/') ? (aliases.get(name) ?? name) : name.replace(/^key\//, '');
  }

  function save(key: Key): Key {
    database.prepare('INSERT OR REPLACE INTO keys VALUES(?, ?)').run(key.keyId, JSON.stringify(key));
    keys.set(key.keyId, key);
    return key;
  }

  const find = (reference: string) => keys.get(keyIdFrom(reference));
  const arnOf = (reference: string) => {
    const keyId = keyIdFrom(reference);
    if (keyId.startsWith('arn:')) return keyId;
    return `${arnStart}${keyId.startsWith('alias/') ? keyId : `key/${keyId}`}`;
  };
  const requireKey = (reference: string) => {
    const key = find(reference);
    if (key !== undefined) return key;
    const arn = arnOf(reference);
    throw new AwsError(
      'NotFoundException',
      arn.includes(':alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`,
    );
  };
  return {
    ensure(declaration) {
      const existing = keys.get(keyIdOf(declaration.logicalId));
      if (existing === undefined) return save(makeKey(declaration, { arnStart, nowMs: place.clock.now() }));
      if (existing.spec === (declaration.spec ?? 'SYMMETRIC_DEFAULT')) {
        return save({ ...existing, policy: declaration.policy });
      }
      throw new AwsError(
        'ValidationException',
        `The spec of key ${declaration.logicalId} cannot change; begin with fresh data`,
      );
    },
    alias(name, reference) {
      const { keyId } = requireKey(reference);
      database.prepare('INSERT OR REPLACE INTO aliases VALUES(?, ?)').run(name, keyId);
      aliases.set(name, keyId);
    },
    find,
    require: requireKey,
    arnOf,
    close: () => database.close(),
  };
}
