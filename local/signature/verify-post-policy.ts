import { AwsError } from '#local/aws-error.ts';
import type { CredentialOf } from '#local/signature/credential.ts';
import { findCredential } from '#local/signature/find-credential.ts';
import { readPostPolicy, type FieldCondition, type PostCondition } from '#local/signature/post-policy.ts';
import { signatureRefusal } from '#local/signature/refusals.ts';
import { readSignedAtMs } from '#local/signature/signed-at.ts';
import { isSameSignature, readScope, sign, type CredentialScope } from '#local/signature/signing-key.ts';
import type { VerifiedSignature } from '#local/signature/verify-signature.ts';

/** A form that a browser posted to a bucket. */
export interface PostedForm {
  bucketName: string;
  /** Fields before the file, by lower-case name. */
  fields: Readonly<Record<string, string>>;
  /** Bytes of the file. */
  fileBytes: number;
}

/** Fields that no policy needs to name, because they are the policy, its signature and the file. */
const unconditioned = new Set(['policy', 'x-amz-signature', 'file']);

function deny(detail: string): AwsError {
  return new AwsError('AccessDenied', detail, { status: 403 });
}

function valueOf(form: PostedForm, field: string): string | undefined {
  return field === 'bucket' ? form.bucketName : form.fields[field];
}

function holds(condition: FieldCondition, form: PostedForm): boolean {
  const value = valueOf(form, condition.field);
  if (value === undefined) return false;
  return condition.kind === 'eq' ? value === condition.value : value.startsWith(condition.value);
}

function checkCondition(condition: PostCondition, form: PostedForm): void {
  if (condition.kind !== 'content-length-range') {
    if (holds(condition, form)) return;
    throw deny(`Invalid according to Policy: Policy Condition failed: ${condition.text}`);
  }
  if (form.fileBytes < condition.bytesMin) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed object size.');
  }
  if (form.fileBytes > condition.bytesMax) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.');
  }
}

function checkExtraFields(conditions: PostCondition[], form: PostedForm): void {
  const named = new Set(conditions.map((condition) => ('field' in condition ? condition.field : '')));
  const extra = Object.keys(form.fields).find(
    (field) => !named.has(field) && !unconditioned.has(field) && !field.startsWith('x-ignore-'),
  );
  if (extra !== undefined) throw deny(`Invalid according to Policy: Extra input fields: ${extra}`);
}

function readFormScope(fields: PostedForm['fields'], signedAt: string): CredentialScope {
  const scope = readScope(fields['x-amz-credential'] ?? '');
  const isSigV4 = fields['x-amz-algorithm'] === 'AWS4-HMAC-SHA256';
  if (!isSigV4 || scope?.service !== 's3' || scope.day !== signedAt.slice(0, 8)) {
    throw signatureRefusal('s3', 'malformed');
  }
  return scope;
}

function verifySigner(fields: PostedForm['fields'], policy: string, credentialOf: CredentialOf): VerifiedSignature {
  const signedAt = fields['x-amz-date'] ?? '';
  const scope = readFormScope(fields, signedAt);
  const credential = findCredential({ scope, sessionToken: fields['x-amz-security-token'] }, credentialOf);
  if (!isSameSignature(sign(credential.secretAccessKey, scope, policy), fields['x-amz-signature'] ?? '')) {
    throw signatureRefusal('s3', 'wrong-signature');
  }
  const { principal } = credential;
  const { service, region } = scope;
  return { principal, service, region, isPresigned: true, signedAtMs: readSignedAtMs(signedAt) };
}

/**
 * Verifies a browser's upload against the policy it carries: signature, expiry, every condition, and that no field came
 * along that the policy does not name. The answer speaks for who signed the policy. Throws AwsError in the words of S3.
 */
export function verifyPostPolicy(form: PostedForm, credentialOf: CredentialOf, nowMs: number): VerifiedSignature {
  const encoded = form.fields['policy'];
  if (encoded === undefined) throw deny('Access Denied');
  const signature = verifySigner(form.fields, encoded, credentialOf);
  const policy = readPostPolicy(encoded);
  if (policy.expiresAtMs <= nowMs) throw deny('Invalid according to Policy: Policy expired.');
  checkExtraFields(policy.conditions, form);
  for (const condition of policy.conditions) checkCondition(condition, form);
  return signature;
}
