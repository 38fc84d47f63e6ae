import * as z from 'zod';
import { whileClosing } from '#domain/player/closing-account.ts';
import { problemTitles, type ProblemSlug } from '#domain/problem.ts';
import type { Contract } from '#functions/edge/contract.ts';
import { problemStatuses } from '#functions/edge/problem.ts';
import type { CallerKind, RouteRow } from '#lib/route-row.ts';

type Json = Record<string, unknown>;

/**
 * JSON Schema (2020-12, as OpenAPI 3.1 has it) of what goes in or comes out. Transforms of this house bring a value to
 * its normal form and keep its shape, so a value that leaves has the schema of the one that came.
 */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (!(zodSchema instanceof z.ZodPipe) || !(zodSchema.out instanceof z.ZodTransform)) return;
      if (zodSchema.in instanceof z.ZodType) Object.assign(jsonSchema, jsonSchemaOf(zodSchema.in, io));
    },
  });
  return rest;
}

const propertiesSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

function parametersIn(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = propertiesSchema.parse(jsonSchemaOf(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const idempotencyHeader: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key and body answer the same for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,128}$' },
};

const securityOf: Readonly<Record<CallerKind, readonly Json[]>> = {
  public: [],
  player: [{ playerToken: [] }, { playerCookie: [] }],
  staff: [{ staffToken: [] }],
  webhook: [{ webhookSignature: [] }],
};

const callerRefusals: Readonly<Record<CallerKind, readonly ProblemSlug[]>> = {
  public: [],
  player: ['authentication-required'],
  staff: ['authentication-required', 'forbidden'],
  webhook: ['webhook-refused'],
};

/** What the edge refuses players for on this route. */
function refusalsOfPlayers({ caller, method, path, worksWithoutConsent }: RouteRow): ProblemSlug[] {
  if (caller !== 'player') return [];
  return [
    ...(method === 'GET' ? [] : (['csrf-refused'] as const)),
    ...(worksWithoutConsent ? [] : (['consent-required'] as const)),
    ...(whileClosing[`${method} ${path}`] === 'refused' ? (['state-changed'] as const) : []),
  ];
}

/** Refusals of the contract and those that the edge adds. */
function refusalsOf(row: RouteRow, contract: Contract): ProblemSlug[] {
  const parses = contract.path ?? contract.query ?? contract.body;
  return [
    ...new Set<ProblemSlug>([
      ...contract.refusals,
      ...callerRefusals[row.caller],
      ...refusalsOfPlayers(row),
      ...(parses === undefined ? [] : (['validation-failed'] as const)),
      ...(contract.body === undefined ? [] : (['malformed-json', 'media-type-unsupported'] as const)),
      ...(contract.idempotent ? (['idempotency-key-missing'] as const) : []),
      'body-too-large',
    ]),
  ];
}

function problemResponses(slugs: readonly ProblemSlug[]): Record<string, Json> {
  const byStatus = Map.groupBy(slugs.toSorted(), (slug) => problemStatuses[slug]);
  const entries = [...byStatus].map(([status, group]): [string, Json] => [
    String(status),
    {
      description: group.map((slug) => `\`${slug}\`: ${problemTitles[slug]}`).join('. '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return Object.fromEntries(entries);
}

function answerResponses({ answers }: Contract): Record<string, Json> {
  const entries = Object.entries(answers).map(([status, schema]): [string, Json] => [
    status,
    schema === null
      ? { description: 'Done; no body.' }
      : { description: 'Done.', content: { 'application/json': { schema: jsonSchemaOf(schema, 'output') } } },
  ]);
  return Object.fromEntries(entries);
}

/** The gateway answers these itself, in its own words: see the description of the document. */
const faults: Record<string, Json> = {
  '500': { $ref: '#/components/responses/Fault' },
  '503': { $ref: '#/components/responses/Fault' },
};

/** One operation of the API. */
export function operationOf(row: RouteRow, contract: Contract): Json {
  const parameters = [
    ...parametersIn('path', contract.path),
    ...parametersIn('query', contract.query),
    ...(contract.idempotent ? [idempotencyHeader] : []),
  ];
  const body = contract.body && {
    required: true,
    content: { 'application/json': { schema: jsonSchemaOf(contract.body, 'input') } },
  };
  return {
    operationId: row.entry.replace('functions/', '').replaceAll('/', '-'),
    summary: contract.summary,
    tags: [row.entry.split('/')[1]],
    security: securityOf[row.caller],
    ...(row.roles === undefined ? {} : { description: `For staff with one of the roles: ${row.roles.join(', ')}.` }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...answerResponses(contract), ...problemResponses(refusalsOf(row, contract)), ...faults },
  };
}

/** A page for people: it has no contract, only HTML. */
export function pageOperation(row: RouteRow): Json {
  return {
    operationId: row.entry.replace('functions/', '').replaceAll('/', '-'),
    summary: 'A page for people.',
    tags: [row.entry.split('/')[1]],
    security: [],
    responses: { '200': { description: 'The page.', content: { 'text/html': { schema: { type: 'string' } } } } },
  };
}
