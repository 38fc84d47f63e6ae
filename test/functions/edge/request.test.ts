import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';
import { bodyBytesMax, parseRequest } from '#functions/edge/request.ts';

const sample = contract({
  route: 'POST /v1/samples',
  summary: 'A sample.',
  body: z.strictObject({ name: z.string().max(10), count: z.int().min(1), kind: z.enum(['a', 'b']), at: z.iso.date() }),
  answers: { 200: null },
  refusals: [],
});
const good = { name: 'x', count: 1, kind: 'a', at: '2027-01-01' };

function eventWith(
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): APIGatewayProxyEventV2 {
  return { headers, body, isBase64Encoded: false } as unknown as APIGatewayProxyEventV2;
}
const parse = (body: unknown) => parseRequest(sample, eventWith(JSON.stringify(body)));

describe('a request', () => {
  it('that matches its contract is parsed', () => {
    expect(parse(good)).toMatchObject({ outcome: 'parsed', body: good });
  });

  it.each([
    ['an unknown field', { ...good, extra: 1 }, '/extra'],
    ['a wrong type', { ...good, name: 5 }, '/name'],
    ['a number too small', { ...good, count: 0 }, '/count'],
    ['a text too long', { ...good, name: 'x'.repeat(11) }, '/name'],
    ['a word that is not offered', { ...good, kind: 'c' }, '/kind'],
    ['a wrong format', { ...good, at: 'tomorrow' }, '/at'],
  ])('with %s is refused with a pointer to it', (_name, body, pointer) => {
    expect(parse(body)).toMatchObject({ problem: 'validation-failed', errors: [{ pointer }] });
  });

  it('never hears its own values back, whatever they are', () => {
    const marker = 'zq7marker';
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constant(marker.repeat(3)),
          kind: fc.constant(marker),
          at: fc.constant(marker),
          count: fc.constant(marker),
        }),
        (body) => {
          return !JSON.stringify(parse(body)).includes(marker);
        },
      ),
    );
    expect(JSON.stringify(parse({ ...good, 'person@example.com': 1 }))).not.toContain('person@example.com');
  });

  it.each([
    ['not JSON', eventWith('{"name":'), 'malformed-json'],
    [
      'no UTF-8',
      { ...eventWith(Buffer.from([0x22, 0xff, 0x22]).toString('base64')), isBase64Encoded: true },
      'malformed-json',
    ],
    ['another media type', eventWith('{}', { 'content-type': 'text/plain' }), 'media-type-unsupported'],
    ['no media type', eventWith('{}', {}), 'media-type-unsupported'],
    ['too large', eventWith(JSON.stringify({ name: 'x'.repeat(bodyBytesMax) })), 'body-too-large'],
  ])('that is %s is refused', (_name, event, problem) => {
    expect(parseRequest(sample, event)).toMatchObject({ outcome: 'refused', problem });
  });

  it('may be exactly as large as the limit', () => {
    const open = contract({ ...sample, body: z.looseObject({}) });
    const body = JSON.stringify({ a: 'x'.repeat(bodyBytesMax - 8) });
    expect(body.length).toBe(bodyBytesMax);
    expect(parseRequest(open, eventWith(body))).toMatchObject({ outcome: 'parsed' });
  });

  it('without the idempotency key that its contract demands is refused', () => {
    const idempotent = contract({ ...sample, idempotent: true });
    for (const key of [undefined, '', 'short', 'x'.repeat(129), 'with space in it', 'ünïcödé-key']) {
      const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
      expect(parseRequest(idempotent, eventWith(JSON.stringify(good), headers))).toMatchObject({
        problem: 'idempotency-key-missing',
      });
    }
  });
});
