import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contract } from '#functions/edge/contract.ts';
import type { RouteRow } from '#lib/route-row.ts';

/** A route with the contract of its handler; pages and the `$default` route have none. */
export interface DescribedRoute {
  row: RouteRow;
  contract: Contract | undefined;
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'route' in value && 'answers' in value && 'refusals' in value;
}

async function contractsIn(file: string): Promise<Contract[]> {
  if (!fs.existsSync(file)) return [];
  const module: object = await import(pathToFileURL(file).href);
  return Object.values(module).filter(isContract);
}

/** Reads the contracts beside the entries of routes and gives each route its own. */
export async function describeRoutes(rows: readonly RouteRow[], rootFolder: string): Promise<DescribedRoute[]> {
  const folders = new Set(rows.map(({ entry }) => path.join(rootFolder, path.dirname(entry))));
  const found = await Promise.all([...folders].map(async (folder) => contractsIn(path.join(folder, 'contract.ts'))));
  const contracts = new Map<string, Contract>(found.flat().map((contract) => [contract.route, contract]));
  return rows.map((row) => ({ row, contract: contracts.get(`${row.method} ${row.path}`) }));
}
