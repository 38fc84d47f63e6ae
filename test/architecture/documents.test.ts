import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { problemTitles } from '#domain/problem.ts';
import { makeDocuments } from '#tools/docs/documents.ts';
import { readText } from './support/sources.ts';

const documents = Object.entries(await makeDocuments());

describe('generated documents', () => {
  it.each(documents)('%s is what its sources say (npm run docs)', (file, text) => {
    expect(readText(file)).toBe(text);
  });

  it('describe every problem that can be answered', () => {
    const page = readText('docs/problems.md');
    for (const slug of Object.keys(problemTitles)) expect(page).toContain(`## ${slug}\n`);
  });
});

describe('the OpenAPI document', () => {
  const operations = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))) })
    .parse(JSON.parse(readText('docs/openapi.json')));

  it('names each operation once', () => {
    const ids = Object.values(operations.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('points only at what it holds', () => {
    const text = readText('docs/openapi.json');
    const document: unknown = JSON.parse(text);
    for (const [, pointer = ''] of text.matchAll(/"\$ref": "#\/([^"]+)"/g)) {
      const found = pointer
        .split('/')
        .reduce<unknown>((at, part) => (at instanceof Object ? Reflect.get(at, part) : undefined), document);
      expect(found, pointer).toBeDefined();
    }
  });
});
