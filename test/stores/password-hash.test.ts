import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decoyHash, hashParameters, hashPassword, needsRehash, verifyPassword } from '#stores/password-hash.ts';

const password = 'merry lanterns drift upstream';

describe('password hash', () => {
  it('names argon2id and the parameters of the OWASP cheat sheet', async () => {
    expect(await hashPassword(password)).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
    expect(hashParameters).toEqual({ memoryKibibytes: 19_456, passes: 2, lanes: 1 });
  });

  it('is salted: the same password never hashes alike', async () => {
    expect(await hashPassword(password)).not.toBe(await hashPassword(password));
  });

  it('belongs to its password and to no other', async () => {
    const hash = await hashPassword(password);
    expect(await verifyPassword(password, hash)).toBe(true);
    expect(await verifyPassword(`${password} `, hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  it('does not depend on how an accent was typed', async () => {
    const hash = await hashPassword('caf\u00e9 lanterns drift upstream');
    expect(await verifyPassword('cafe\u0301 lanterns drift upstream', hash)).toBe(true);
  });

  it('is checked with the parameters that it names', async () => {
    const nonce = Buffer.alloc(16, 7);
    const tag = argon2Sync('argon2id', {
      message: Buffer.from(password),
      nonce,
      parallelism: 1,
      tagLength: 32,
      memory: 64,
      passes: 3,
    });
    const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    expect(await verifyPassword(password, `$argon2id$v=19$m=64,t=3,p=1$${text(nonce)}$${text(tag)}`)).toBe(true);
  });

  it('that stands for nobody is a real hash that nothing matches', async () => {
    expect(await verifyPassword(password, decoyHash)).toBe(false);
  });

  it('in an unknown form is a defect, not a wrong password', async () => {
    await expect(verifyPassword(password, 'plain')).rejects.toThrow(/PHC/);
  });

  it.each([
    ['of today', 'm=19456,t=2,p=1', false],
    ['with less memory', 'm=19455,t=2,p=1', true],
    ['with fewer passes', 'm=19456,t=1,p=1', true],
    ['with fewer passes and more memory', 'm=65536,t=1,p=1', true],
    ['with more of everything', 'm=65536,t=3,p=4', false],
  ])('%s is made anew only when it is weaker in anything', (_, parameters, expected) => {
    expect(needsRehash(`$argon2id$v=19$${parameters}$${'A'.repeat(22)}$${'A'.repeat(43)}`)).toBe(expected);
  });

  it('that stands for nobody is as strong as those of today, and an unknown form is a defect', () => {
    expect(needsRehash(decoyHash)).toBe(false);
    expect(() => needsRehash('plain')).toThrow(/PHC/);
  });
});

/** RFC 9106, section 5: one vector per variant, all with the same input. */
const vectors = [
  ['argon2d', '512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb'],
  ['argon2i', 'c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8'],
  ['argon2id', '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659'],
] as const;

describe('the hash function under it', () => {
  it('gives the tags of RFC 9106', () => {
    const input = {
      message: Buffer.alloc(32, 1),
      nonce: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      parallelism: 4,
      tagLength: 32,
      memory: 32,
      passes: 3,
    };
    const right = vectors.filter(([variant, tag]) => argon2Sync(variant, input).toString('hex') === tag);
    process.stdout.write(`RFC 9106: ${right.length} of ${vectors.length} vectors\n`);
    expect(right).toEqual(vectors);
  });

  it('stands in our PHC strings with salt, parameters and tag as it is called', async () => {
    const phc = await hashPassword(password);
    const [, , , , salt = '', tag = ''] = phc.split('$');
    const { memoryKibibytes: memory, passes, lanes: parallelism } = hashParameters;
    const again = argon2Sync('argon2id', {
      message: Buffer.from(password),
      nonce: Buffer.from(salt, 'base64'),
      parallelism,
      tagLength: 32,
      memory,
      passes,
    });
    expect(again.toString('base64').replace(/=+$/, '')).toBe(tag);
  });
});
