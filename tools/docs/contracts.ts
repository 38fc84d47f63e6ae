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

/** A folder declares its contracts in `contract.ts` and, when they are many, in files such as `review-contract.ts`. */
async function contractsIn(folder: string): Promise<Contract[]> {
  if (!fs.existsSync(folder)) return [];
  const files = fs.readdirSync(folder).filter((name) => /(?:^|-)contract\.ts$/.test(name));
  const modules: object[] = await Promise.all(
    files.map(async (name) => import(pathToFileURL(path.join(folder, name)).href)),
  );
  return modules.flatMap((module) => Object.values(module).filter(isContract));
}

/** Reads the contracts beside the entries of routes and gives each route its own. */
export async function describeRoutes(rows: readonly RouteRow[], rootFolder: string): Promise<DescribedRoute[]> {
  const folders = new Set(rows.map(({ entry }) => path.join(rootFolder, path.dirname(entry))));
  const found = await Promise.all([...folders].map(contractsIn));
  const contracts = new Map<string, Contract>(found.flat().map((contract) => [contract.route, contract]));
  return rows.map((row) => ({ row, contract: contracts.get(`${row.method} ${row.path}`) }));
}
