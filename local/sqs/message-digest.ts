import { createHash } from 'node:crypto';
import { requireMembers, readText, requireText, type Members } from '#local/json-members.ts';

/** MD5 of a message body, in hexadecimal: SQS's checksum, which clients compare. */
export function digestBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function encodeAttribute(attributes: Members, name: string): Buffer {
  const attribute = requireMembers(attributes, name);
  const binary = readText(attribute, 'BinaryValue');
  const value =
    binary === undefined ? Buffer.from(requireText(attribute, 'StringValue')) : Buffer.from(binary, 'base64');
  return Buffer.concat([
    withLength(Buffer.from(name)),
    withLength(Buffer.from(requireText(attribute, 'DataType'))),
    Buffer.from([binary === undefined ? 1 : 2]),
    withLength(value),
  ]);
}

/**
 * MD5 over message attributes sorted by name, each as length-prefixed name, type, transport byte and value
 * (SQS developer guide, "Calculating the MD5 message digest for message attributes"); undefined without attributes.
 */
export function digestAttributes(attributes: Members): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const encoded = Buffer.concat(names.map((name) => encodeAttribute(attributes, name)));
  return createHash('md5').update(encoded).digest('hex');
}
