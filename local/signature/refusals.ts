import { AwsError } from '#local/aws-error.ts';

/** Why a signature is not accepted. */
export type Refusal =
  | 'malformed'
  | 'unknown-key'
  | 'wrong-token'
  | 'skewed'
  | 'expired'
  | 'wrong-signature'
  | 'wrong-body'
  | 'unsigned-header';

const invalidToken = 'The security token included in the request is invalid.';
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

/** Codes, statuses and texts of Amazon S3. */
const storageAnswers: Record<Refusal, [code: string, status: number, message: string]> = {
  malformed: ['AuthorizationHeaderMalformed', 400, 'The authorization that you provided is malformed.'],
  'unknown-key': ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
  'wrong-token': ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
  skewed: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
  expired: ['AccessDenied', 403, 'Request has expired'],
  'wrong-signature': ['SignatureDoesNotMatch', 403, mismatch],
  'wrong-body': [
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
  'unsigned-header': ['AccessDenied', 403, 'There were headers present in the request which were not signed'],
};

/** Codes, statuses and texts of the services that speak JSON. */
const jsonAnswers: Record<Refusal, [code: string, status: number, message: string]> = {
  malformed: ['IncompleteSignatureException', 400, 'The authorization of the request is malformed.'],
  'unknown-key': ['UnrecognizedClientException', 400, invalidToken],
  'wrong-token': ['UnrecognizedClientException', 400, invalidToken],
  skewed: ['InvalidSignatureException', 400, 'Signature expired or not yet current'],
  expired: ['InvalidSignatureException', 400, 'Signature expired'],
  'wrong-signature': ['InvalidSignatureException', 400, mismatch],
  'wrong-body': ['InvalidSignatureException', 400, mismatch],
  'unsigned-header': ['InvalidSignatureException', 400, 'The request must sign its host and its x-amz headers.'],
};

/** The error that a service answers to a signature it does not accept. */
export function signatureRefusal(service: string, refusal: Refusal): AwsError {
  const [code, status, message] = (service === 's3' ? storageAnswers : jsonAnswers)[refusal];
  return new AwsError(code, message, { status });
}
