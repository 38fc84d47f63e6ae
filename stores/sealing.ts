import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { SealedFieldOf } from '#catalogue/index.ts';
import type { KeyClass } from '#catalogue/key-classes.ts';
import { noteUnsealing } from './unsealing.ts';

/** The opened data key of one subject and class. Never leaves the process. */
export interface SubjectKey<Class extends KeyClass = KeyClass> {
  subjectId: string;
  keyClass: Class;
  key: KeyObject;
}

/** Where a sealed value belongs; moving the envelope to another place makes it unreadable. */
export interface SealedPlace<Class extends KeyClass = KeyClass> {
  /** A field that the catalogue seals under this class. */
  field: SealedFieldOf<Class>;
  recordId: string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals a value with AES-256-GCM (NIST SP 800-38D) under a subject's data key: version byte, nonce, ciphertext, tag.
 * Subject, class, field and record id are authenticated with it.
 */
export function sealField<Class extends KeyClass>(
  subjectKey: SubjectKey<Class>,
  place: SealedPlace<Class>,
  value: string,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', subjectKey.key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(authenticatedData(subjectKey, place));
  const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), nonce, ciphertext, cipher.getAuthTag()]);
}

/** Opens a sealed value and notes that it was opened. Throws when the envelope was altered, moved or is not ours. */
export function unsealField<Class extends KeyClass>(
  subjectKey: SubjectKey<Class>,
  place: SealedPlace<Class>,
  envelope: Uint8Array,
): string {
  if (!isEnvelope(envelope)) throw new Error(`The field ${place.field} does not hold a sealed value`);
  const bytes = Buffer.from(envelope);
  const nonce = bytes.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', subjectKey.key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(authenticatedData(subjectKey, place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plain = Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes)), decipher.final()]);
  noteUnsealing(subjectKey.subjectId, place.recordId, place.field);
  return plain.toString('utf8');
}

/** Whether bytes have the structure of an envelope: the version, and room for nonce and tag. */
export function isEnvelope(bytes: Uint8Array): boolean {
  return bytes[0] === version && bytes.length >= 1 + nonceBytes + tagBytes;
}

/** Length-prefixed, so that no two places share their bytes. */
function authenticatedData(
  { subjectId, keyClass }: SubjectKey,
  { field, recordId }: { field: string; recordId: string },
): Buffer {
  const parts = [subjectId, keyClass, field, recordId].flatMap((part) => {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}
