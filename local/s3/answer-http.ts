import type { ServerResponse } from 'node:http';
import type { AwsError } from '#local/aws-error.ts';
import type { StorageAnswer } from '#local/s3/request.ts';
import { renderErrorDocument } from '#local/s3/xml.ts';

/** Errors of other services that S3 has its own word for. */
function storageError(error: AwsError): { code: string; status: number } {
  if (error.code === 'AccessDeniedException') return { code: 'AccessDenied', status: 403 };
  return { code: error.code, status: error.status };
}

/** An error as S3 answers it. */
export function errorAnswer(error: AwsError, resource: string): StorageAnswer {
  const { code, status } = storageError(error);
  const body = renderErrorDocument({ Code: code, Message: error.message, Resource: resource, RequestId: 'local' });
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function contentHeaders({ headers = {}, body }: StorageAnswer): Record<string, string> {
  if (headers['content-length'] !== undefined) return {};
  const bytes = body === undefined ? 0 : Buffer.byteLength(body);
  const isDocument = typeof body === 'string' && headers['content-type'] === undefined;
  return { 'content-length': String(bytes), ...(isDocument && { 'content-type': 'application/xml' }) };
}

const bodiless = new Set([204, 304]);

/** Sends an answer. Answers to HEAD, 204 and 304 have no body. */
export function answerHttp(response: ServerResponse, answer: StorageAnswer, method: string): void {
  const isBodiless = method === 'HEAD' || bodiless.has(answer.status);
  const content = bodiless.has(answer.status) ? {} : contentHeaders(answer);
  response.writeHead(answer.status, { 'x-amz-request-id': 'local', ...content, ...answer.headers });
  response.end(isBodiless ? undefined : answer.body);
}
