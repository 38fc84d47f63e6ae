import { createHash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { newId } from '#stores/ids.ts';
import { objectClient } from '#stores/kyc/object-client.ts';
import { objectKey } from '#stores/kyc/object-place.ts';
import { openDocumentObjects } from '#stores/kyc/objects.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const objects = openDocumentObjects();

/** Puts an object as no form would let it be put, and answers where it is. */
async function put(bytes: Uint8Array) {
  const place = { playerId: newId(), documentId: newId() };
  const { VersionId = '' } = await objectClient().send(
    new PutObjectCommand({ Bucket: services.bucketName, Key: objectKey('incoming', place), Body: bytes }),
  );
  return { place, versionId: VersionId };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('an upload that is read', () => {
  test('is hashed as it arrives, whatever its length', async () => {
    for (const byteCount of [0, 1, 100_000, 3_000_000]) {
      const bytes = Uint8Array.from({ length: byteCount }, (_, index) => (index * index) >> 5);
      const { place, versionId } = await put(bytes);
      const upload = await objects.readUpload(place, { versionId, byteCount });
      expect(upload).toMatchObject({ digest: sha256(bytes), asAnnounced: true });
      expect(Buffer.from(upload?.bytes ?? []).equals(bytes)).toBe(true);
    }
  });

  test('is given up when it is longer than announced, and never takes more room than that', async () => {
    const { place, versionId } = await put(new Uint8Array(3_000_000));
    const upload = await objects.readUpload(place, { versionId, byteCount: 1000 });
    expect(upload?.asAnnounced).toBe(false);
    expect(upload?.bytes.length).toBeLessThanOrEqual(1000);
  });

  test('is told apart when it is shorter than announced', async () => {
    const { place, versionId } = await put(new Uint8Array(999));
    expect(await objects.readUpload(place, { versionId, byteCount: 1000 })).toMatchObject({ asAnnounced: false });
  });

  test('is undefined when it is gone', async () => {
    const { place, versionId } = await put(new Uint8Array(10));
    await objects.deleteUpload(place, versionId);
    expect(await objects.readUpload(place, { versionId, byteCount: 10 })).toBeUndefined();
  });
});
