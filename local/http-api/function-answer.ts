import { isRecord } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';
import { ownAnswers } from './gateway-answer.ts';
import type { GatewayAnswer } from './gateway-answer.ts';

function headersOf(result: Properties): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  const given = isRecord(result['headers']) ? result['headers'] : {};
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = String(value);
  if (Array.isArray(result['cookies'])) headers['set-cookie'] = result['cookies'].map(String);
  return headers;
}

/**
 * Turns what a function returned into an answer, by the rules of payload format 2.0: an object with `statusCode` is an
 * answer, anything else is a JSON body. A malformed answer becomes the gateway's 500.
 */
export function functionAnswer(result: unknown): GatewayAnswer {
  if (!isRecord(result) || result['statusCode'] === undefined) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const status = Number(result['statusCode']);
  const body = result['body'] ?? '';
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') return ownAnswers.defect();
  const bytes = result['isBase64Encoded'] === true ? Buffer.from(body, 'base64') : body;
  return { status, headers: headersOf(result), body: bytes };
}
