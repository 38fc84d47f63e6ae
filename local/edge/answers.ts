import type { ServerResponse } from 'node:http';
import { AwsError } from '../aws-error.ts';
import { queryErrorHeader } from '../sqs/sqs.ts';

/** How an answer is dressed. */
export interface AnswerDress {
  /** Name of the service, as in the signature. */
  service: string;
  /** Media type of the request, which JSON answers repeat. */
  contentType: string;
  requestId: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** Answers a JSON service's success. */
export function answerJson(response: ServerResponse, dress: AnswerDress, output: Record<string, unknown>): void {
  const body = Buffer.from(JSON.stringify(output));
  response.writeHead(200, {
    'content-type': dress.contentType,
    'content-length': body.length,
    'x-amzn-requestid': dress.requestId,
  });
  response.end(body);
}

function errorFrom(thrown: unknown): AwsError {
  if (thrown instanceof AwsError) return thrown;
  return new AwsError('InternalServerError', 'The local cloud failed', { status: 500 });
}

/** Answers an error as the service would; what is no AwsError becomes a 500 that says nothing of its cause. */
export function answerError(response: ServerResponse, dress: AnswerDress, thrown: unknown): void {
  const error = errorFrom(thrown);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (dress.service === 's3') {
    const inner = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error>${inner}<RequestId>${dress.requestId}</RequestId></Error>`;
    response.writeHead(error.status, { 'content-type': 'application/xml', 'x-amz-request-id': dress.requestId });
    response.end(body);
    return;
  }
  response.writeHead(error.status, {
    'content-type': dress.contentType,
    'x-amzn-requestid': dress.requestId,
    'x-amzn-errortype': error.code,
    ...(dress.service === 'sqs' && { 'x-amzn-query-error': queryErrorHeader(error) }),
  });
  response.end(JSON.stringify({ __type: error.code, message: error.message, ...error.members }));
}
