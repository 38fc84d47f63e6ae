import path from 'node:path';
import { routes } from '#lib/routes.ts';
import { describeRoutes } from './contracts.ts';
import { dataCataloguePage } from './data-catalogue.ts';
import { jurisdictionsPage } from './jurisdictions.ts';
import { openapiDocument } from './openapi.ts';
import { policyPage } from './policy.ts';
import { problemsPage } from './problems.ts';

const rootFolder = path.resolve(import.meta.dirname, '../..');

/** Every generated document, by its path below the root. The same sources always give the same bytes. */
export async function makeDocuments(): Promise<Readonly<Record<string, string>>> {
  return {
    'docs/data-catalogue.md': dataCataloguePage(),
    'docs/jurisdictions.md': jurisdictionsPage(),
    'docs/openapi.json': openapiDocument(await describeRoutes(routes, rootFolder)),
    'docs/policy.md': policyPage(),
    'docs/problems.md': problemsPage(),
  };
}
