import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';
import type { RouteRow } from '#lib/route-row.ts';
import { openapiDocument } from '#tools/docs/openapi.ts';

const row = (changed: Partial<RouteRow>): RouteRow => ({
  method: 'POST',
  path: '/v1/me/things/{thingId}',
  entry: 'functions/thing/make',
  caller: 'player',
  needs: {},
  errorImpact: 'Nobody can make things.',
  ...changed,
});

const made = contract({
  route: 'POST /v1/me/things/{thingId}',
  summary: 'Makes a thing.',
  path: z.strictObject({ thingId: z.string() }),
  query: z.strictObject({ limit: z.coerce.number().int().default(20) }),
  body: z.strictObject({ name: z.string().max(9) }),
  idempotent: true,
  answers: { 201: z.strictObject({ thingId: z.string() }), 204: null },
  refusals: ['state-changed'],
});

const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const documentSchema = z.object({
  openapi: z.literal('3.1.1'),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

const documentOf = (...routes: Parameters<typeof openapiDocument>[0]) =>
  documentSchema.parse(JSON.parse(openapiDocument(routes)));

describe('an operation', () => {
  const operation = documentOf({ row: row({}), contract: made }).paths['/v1/me/things/{thingId}']?.['post'];

  it('has the parameters of path, query and header', () => {
    expect(operation?.parameters).toEqual([
      { name: 'thingId', in: 'path', required: true },
      { name: 'limit', in: 'query', required: false },
      { name: 'Idempotency-Key', in: 'header', required: true },
    ]);
  });

  it('documents its own refusals and those of the edge, by status', () => {
    expect(Object.keys(operation?.responses ?? {})).toEqual([
      '201',
      '204',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '500',
      '503',
    ]);
    expect(operation?.responses['400']?.['description']).toMatch(
      /idempotency-key-missing.*malformed-json.*validation-failed/s,
    );
  });

  it('names how its caller is known', () => {
    expect(operation?.security).toEqual([{ playerToken: [] }, { playerCookie: [] }]);
    const staff = documentOf({ row: row({ caller: 'staff', roles: ['dpo'] }), contract: made });
    expect(staff.paths['/v1/me/things/{thingId}']?.['post']?.security).toEqual([{ staffToken: [] }]);
  });
});

it('describes a value that is brought to its normal form by its shape, coming and leaving', () => {
  const moment = z.iso.datetime().transform((text) => new Date(text).toISOString());
  const normalised = contract({
    ...made,
    body: z.strictObject({ at: moment }),
    answers: { 200: z.strictObject({ at: moment }) },
  });
  const text = openapiDocument([{ row: row({}), contract: normalised }]);
  expect(text.match(/"format": "date-time"/g)).toHaveLength(2);
});

describe('what is no operation', () => {
  it('shows a page for people as HTML', () => {
    const page = row({ method: 'GET', path: '/verification', caller: 'public' });
    expect(
      documentOf({ row: page, contract: undefined }).paths['/verification']?.['get']?.responses['200'],
    ).toMatchObject({
      content: { 'text/html': {} },
    });
  });

  it('leaves out the route that answers everything else, and routes without a contract', () => {
    const rest = { row: row({ method: 'ANY', path: '$default', caller: 'public' }), contract: undefined };
    expect(documentOf(rest, { row: row({}), contract: undefined }).paths).toEqual({});
  });
});
