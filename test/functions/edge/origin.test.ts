import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseDirectCall } from '#functions/edge/origin.ts';

const before = process.env['ORIGIN_SECRET'];
beforeEach(() => {
  process.env['ORIGIN_SECRET'] = 'new-secret,old-secret';
});
afterEach(() => {
  if (before === undefined) delete process.env['ORIGIN_SECRET'];
  else process.env['ORIGIN_SECRET'] = before;
});

const refusal = (headers: Record<string, string>) =>
  refuseDirectCall({ headers, requestContext: { requestId: 'one' } } as unknown as APIGatewayProxyEventV2);

describe('the origin secret', () => {
  it.each(['new-secret', 'old-secret'])('lets %s through while both are accepted', (secret) => {
    expect(refusal({ 'x-origin-secret': secret })).toBeUndefined();
  });

  it.each(['', 'new-secret,old-secret', 'new-secre', 'NEW-SECRET', ' new-secret'])('refuses "%s"', (secret) => {
    expect(refusal({ 'x-origin-secret': secret })?.statusCode).toBe(403);
  });

  it('refuses its absence in the same words as a wrong one', () => {
    expect(refusal({})).toEqual(refusal({ 'x-origin-secret': 'wrong' }));
  });

  it.each([undefined, ''])('answers nothing at all where the deployment gave %s', (value) => {
    if (value === undefined) delete process.env['ORIGIN_SECRET'];
    else process.env['ORIGIN_SECRET'] = value;
    expect(() => refusal({ 'x-origin-secret': '' })).toThrow('ORIGIN_SECRET');
  });
});
