import { isMembers, type Members } from '#local/json-members.ts';

/** Who a statement of a resource policy speaks of; `everyone` is `"*"`. */
export type Principals = 'everyone' | { aws: string[]; service: string[] };

/** One condition: an operator, the key it reads and the values it compares with. */
export interface Condition {
  /** For example `ForAllValues:StringLikeIfExists`. */
  operator: string;
  key: string;
  values: string[];
}

/** One statement of a policy, with every list written out. */
export interface Statement {
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  principals: Principals | undefined;
  notPrincipals: Principals | undefined;
  actions: string[] | undefined;
  notActions: string[] | undefined;
  resources: string[] | undefined;
  notResources: string[] | undefined;
  conditions: Condition[];
}

/** A policy document of a role, a key, a bucket or a queue. */
export type Policy = readonly Statement[];

const statementMembers = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

function readValues(value: unknown, where: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((entry) => {
    if (typeof entry === 'string') return entry;
    if (typeof entry === 'boolean' || typeof entry === 'number') return String(entry);
    throw new TypeError(`A policy must hold texts in ${where}, not ${JSON.stringify(entry)}`);
  });
}

function readOptional(statement: Members, name: string): string[] | undefined {
  return statement[name] === undefined ? undefined : readValues(statement[name], name);
}

function readPrincipals(value: unknown): Principals | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return 'everyone';
  if (!isMembers(value)) throw new TypeError('A principal must be "*" or an object');
  const unknown = Object.keys(value).find((kind) => kind !== 'AWS' && kind !== 'Service');
  if (unknown !== undefined) throw new TypeError(`Principals of the kind ${unknown} are not supported locally`);
  return { aws: readOptional(value, 'AWS') ?? [], service: readOptional(value, 'Service') ?? [] };
}

function readConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  if (!isMembers(value)) throw new TypeError('A condition must be an object');
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isMembers(keys)) throw new TypeError(`The condition ${operator} must be an object`);
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: readValues(values, key) }));
  });
}

function readStatement(statement: unknown): Statement {
  if (!isMembers(statement)) throw new TypeError('A statement must be an object');
  const unknown = Object.keys(statement).find((name) => !statementMembers.has(name));
  if (unknown !== undefined) throw new TypeError(`${unknown} is no member of a statement`);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new TypeError(`A statement needs an effect, not ${String(effect)}`);
  return {
    sid: readOptional(statement, 'Sid')?.[0],
    effect,
    principals: readPrincipals(statement['Principal']),
    notPrincipals: readPrincipals(statement['NotPrincipal']),
    actions: readOptional(statement, 'Action'),
    notActions: readOptional(statement, 'NotAction'),
    resources: readOptional(statement, 'Resource'),
    notResources: readOptional(statement, 'NotResource'),
    conditions: readConditions(statement['Condition']),
  };
}

/** Reads a policy document as a template holds it, intrinsics resolved. Throws TypeError on anything unknown. */
export function readPolicy(document: unknown): Policy {
  if (!isMembers(document)) throw new TypeError('A policy must be an object');
  const statements: unknown = document['Statement'];
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map(readStatement);
}
