import { AwsError, notImplemented } from '#local/aws-error.ts';
import { checksumHeaders, verifyChecksums } from '#local/s3/checksums.ts';
import { readUploadForm, type UploadForm } from '#local/s3/form-data.ts';
import { readDescription } from '#local/s3/object-description.ts';
import { authorizeWrite } from '#local/s3/permission.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { checkIntegrityProof } from '#local/s3/retention.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import { versionHeaders, writeObject } from '#local/s3/write-object.ts';
import { renderDocument } from '#local/s3/xml.ts';
import type { CredentialOf } from '#local/signature/credential.ts';
import { verifyPostPolicy } from '#local/signature/verify-post-policy.ts';

/** Fields that S3 would act on, or that one might wrongly believe it acts on: POST has no conditional writes. */
const refusedFields = ['if-none-match', 'if-match', 'tagging', 'success_action_redirect', 'redirect'];

function readKey({ fields, fileName }: UploadForm): string {
  const { key } = fields;
  if (key) return key.replaceAll('${filename}', () => fileName);
  throw new AwsError('InvalidArgument', "Bucket POST must contain a field named 'key'.");
}

function checkFields({ fields }: UploadForm): void {
  const refused = refusedFields.find((name) => name in fields);
  if (refused !== undefined) throw notImplemented(`the form field ${refused}`);
  if ((fields['acl'] ?? 'private') !== 'private') throw notImplemented('access control lists');
}

/** 200, 201 or 204, as the form asks; anything else counts as 204. */
function readStatus({ fields }: UploadForm): number {
  const status = Number(fields['success_action_status']);
  return status === 200 || status === 201 ? status : 204;
}

/** The form as the request that its signer would have sent. */
function asWrite(request: StorageRequest, form: UploadForm, signature: StorageRequest['signature']): StorageRequest {
  return {
    ...request,
    key: readKey(form),
    headers: form.fields,
    body: form.file,
    signature,
    principal: signature?.principal,
  };
}

/**
 * Writes an object from a browser's form. Whoever signed the form's policy is the one whose permissions count, and the
 * policy must allow every field. Throws AwsError.
 */
export function postObject(store: Store, request: StorageRequest, credentialOf: CredentialOf): StorageAnswer {
  const bucket = findBucket(store, request.bucketName);
  const form = readUploadForm(request.body, request.headers['content-type'] ?? '');
  const posted = { bucketName: bucket.name, fields: form.fields, fileBytes: form.file.length };
  const signature = verifyPostPolicy(posted, credentialOf, store.clock.now());
  checkFields(form);
  const write = asWrite(request, form, signature);
  authorizeWrite(store, write);
  checkIntegrityProof(bucket, write);
  const checksums = verifyChecksums(write.headers, write.body);
  const described = { ...readDescription(write.headers), checksums };
  const version = writeObject(store, write, { body: write.body, described, reason: 'PostObject' });
  const status = readStatus(form);
  const headers = { ...versionHeaders(bucket, version), ...checksumHeaders(checksums) };
  if (status !== 201) return { status, headers };
  const names = { Bucket: bucket.name, Key: write.key, ETag: `"${version.description.etag}"` };
  return {
    status,
    headers,
    body: renderDocument('PostResponse', { Location: `/${bucket.name}/${write.key}`, ...names }),
  };
}
