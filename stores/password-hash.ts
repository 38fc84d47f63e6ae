import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { normalisePassword } from '#domain/player/password.ts';

const hash = promisify(argon2);

/** argon2id parameters (OWASP Password Storage Cheat Sheet; ASVS 5.0, appendix C): 19 MiB, 2 passes, 1 lane. */
export const hashParameters = { memoryKibibytes: 19_456, passes: 2, lanes: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;

/** Hashes a password with argon2id (RFC 9106) into a PHC string that names its parameters and salt. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const { memoryKibibytes, passes, lanes } = hashParameters;
  const tag = await derive(password, { salt, memoryKibibytes, passes, lanes });
  return `$argon2id$v=19$m=${memoryKibibytes},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Whether a password belongs to a PHC string; constant time in the password. Throws on a string that is not argon2id. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const { salt, tag, ...parameters } = readPhc(phc);
  const derived = await derive(password, { salt, ...parameters });
  return derived.length === tag.length && timingSafeEqual(derived, tag);
}

/**
 * Whether a PHC string was made with less memory, fewer passes or fewer lanes than `hashParameters` (OWASP Password Storage
 * Cheat Sheet, "upgrading the work factor"). Throws on a string that is not argon2id.
 */
export function needsRehash(phc: string): boolean {
  const { memoryKibibytes, passes, lanes } = readPhc(phc);
  const { memoryKibibytes: memoryMin, passes: passesMin, lanes: lanesMin } = hashParameters;
  return memoryKibibytes < memoryMin || passes < passesMin || lanes < lanesMin;
}

function readPhc(phc: string) {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (parts === null) throw new Error('A stored password hash is not in the argon2id PHC form');
  const [, memory, passes, lanes, salt = '', tag = ''] = parts;
  return {
    memoryKibibytes: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** A hash that no password has: checked when there is no account, so that known and unknown take the same time. */
export const decoyHash = `$argon2id$v=19$m=${hashParameters.memoryKibibytes},t=${hashParameters.passes},p=${hashParameters.lanes}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

async function derive(
  password: string,
  options: { salt: Buffer; memoryKibibytes: number; passes: number; lanes: number },
): Promise<Buffer> {
  return hash('argon2id', {
    message: Buffer.from(normalisePassword(password), 'utf8'),
    nonce: options.salt,
    parallelism: options.lanes,
    tagLength: tagBytes,
    memory: options.memoryKibibytes,
    passes: options.passes,
  });
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
