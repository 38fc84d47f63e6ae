import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { documentLinkSeconds } from '#domain/kyc/document-view.ts';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { setting } from '../settings.ts';
import { objectClient } from './object-client.ts';
import { objectKey } from './object-place.ts';

/** Signs links by which staff look at documents. */
export interface DocumentLinks {
  /** A link to the kept bytes of one document, which downloads them: good for `documentLinkSeconds`, for whoever has it. */
  sign(document: DocumentRecord): Promise<string>;
}

const endings: Record<DocumentMediaType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
};

/** Opens the signer of links. Needs `BUCKET_KYC`; the bytes are read with the permissions of whoever signs. */
export function openDocumentLinks(): DocumentLinks {
  return {
    sign: (document) =>
      getSignedUrl(
        objectClient(),
        new GetObjectCommand({
          Bucket: setting('BUCKET_KYC'),
          Key: objectKey('accepted', document),
          ResponseContentDisposition: `attachment; filename="${document.documentId}.${endings[document.mediaType]}"`,
        }),
        { expiresIn: documentLinkSeconds },
      ),
  };
}
