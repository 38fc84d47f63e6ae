import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { type DocumentRecord, uploadSlotSeconds } from '#domain/kyc/document.ts';
import { setting } from '../settings.ts';
import { objectClient } from './object-client.ts';
import { objectKey } from './object-place.ts';

/** A form that a client posts with the file as its last field. */
export interface UploadForm {
  url: string;
  fields: Record<string, string>;
}

/** Signs forms by which clients upload straight into the bucket. */
export interface UploadForms {
  /**
   * A form for one document: one key made here, the announced type, length and SHA-256 and no other, encrypted under the
   * bucket's own key, for ten minutes.
   * @param sha256 of the file, hex
   */
  sign(document: DocumentRecord, sha256: string): Promise<UploadForm>;
}

/** Opens the signer of forms. Needs `BUCKET_KYC` and `KEY_KYC_DOCUMENTS`. */
export function openUploadForms(): UploadForms {
  return {
    sign: async (document, sha256) =>
      createPresignedPost(objectClient(), {
        Bucket: setting('BUCKET_KYC'),
        Key: objectKey('incoming', document),
        Expires: uploadSlotSeconds,
        Conditions: [['content-length-range', document.byteCount, document.byteCount]],
        Fields: {
          'Content-Type': document.mediaType,
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': setting('KEY_KYC_DOCUMENTS'),
          'x-amz-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        },
      }),
  };
}
