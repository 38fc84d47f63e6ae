import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isRecord } from '../template/properties.ts';
import type { DeclaredSecret } from './declared-secrets.ts';

/** Finds the value of a declared secret by its name. Throws an Error on any other. */
export type SecretValueOf = (name: string) => string;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const madeUp = (characters: number) =>
  Array.from({ length: characters }, () => letters.charAt(randomInt(letters.length))).join('');

function readKept(file: string): Readonly<Record<string, unknown>> {
  const kept: unknown = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  return isRecord(kept) ? kept : {};
}

/**
 * Takes up the secrets of the data folder and makes up the values of new ones. One that is no longer declared is
 * forgotten. Only who runs the cloud may read the file.
 */
export function openSecrets(folder: string, declared: readonly DeclaredSecret[]): SecretValueOf {
  const file = path.join(folder, 'secrets.json');
  const kept = readKept(file);
  const values = new Map(
    declared.map(({ name, characters }) => {
      const value = kept[name];
      return [name, typeof value === 'string' ? value : madeUp(characters)];
    }),
  );
  if (declared.length > 0) fs.writeFileSync(file, JSON.stringify(Object.fromEntries(values)), { mode: 0o600 });
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`The templates declare no secret ${name}`);
    return value;
  };
}
