import { AwsError } from '../aws-error.ts';

const throttles: Readonly<Record<string, () => AwsError>> = {
  dynamodb: () => new AwsError('ThrottlingException', 'Rate exceeded (fault plan)'),
  kms: () => new AwsError('ThrottlingException', 'Rate exceeded (fault plan)'),
  sqs: () =>
    new AwsError('RequestThrottled', 'The request was denied due to request throttling (fault plan)', { status: 403 }),
  ses: () => new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded (fault plan)', { status: 429 }),
  s3: () => new AwsError('SlowDown', 'Please reduce your request rate (fault plan)', { status: 503 }),
};

/** How a service says that it is asked too often. */
export function throttleOf(service: string): AwsError {
  return throttles[service]?.() ?? new AwsError('ThrottlingException', 'Rate exceeded (fault plan)');
}

const codes: Readonly<Record<string, string>> = { s3: 'InternalError', 'sms-voice': 'InternalServerException' };

/** How a service says that it failed. */
export function failureOf(service: string): AwsError {
  const code = codes[service] ?? 'InternalServerError';
  return new AwsError(code, 'Internal failure (fault plan)', { status: 500 });
}
