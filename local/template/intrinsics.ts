import { resolveDynamicReferences } from './dynamic-references.ts';
import { isRecord, recordAt, textAt } from './properties.ts';
import type { Properties } from './properties.ts';

/** What intrinsics ask of their surroundings. */
export interface Scope {
  refer(logicalId: string): string;
  attributeOf(logicalId: string, attribute: string): string;
  /** The value that another stack exports under this name. */
  importedValue(exportName: string): unknown;
  /** The value of a secret by its name. */
  secretValueOf(name: string): string;
  conditions: Properties;
  mappings: Properties;
}

const absent = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('An intrinsic function expects a list here');
  return value;
}

function asText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError('An intrinsic function expects a text here');
}

function getAttribute(argument: unknown, scope: Scope): string {
  const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(asText) : asText(argument).split('.');
  return scope.attributeOf(logicalId ?? '', attribute.join('.'));
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = resolve(given, scope);
  return asText(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (isRecord(variables) && name in variables) return asText(variables[name]);
    return name.includes('.') ? getAttribute(name, scope) : scope.refer(name);
  });
}

function find(argument: unknown, scope: Scope): unknown {
  const [map, key, name] = asList(resolve(argument, scope)).map(asText);
  const value = recordAt(recordAt(scope.mappings, map ?? ''), key ?? '')[name ?? ''];
  if (value === undefined) throw new Error(`The template maps nothing at ${map}.${key}.${name}`);
  return value;
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, list] = asList(argument);
  return asList(resolve(list, scope))[Number(resolve(index, scope))];
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => (argument === 'AWS::NoValue' ? absent : scope.refer(asText(argument))),
  'Fn::GetAtt': getAttribute,
  'Fn::ImportValue': (argument, scope) => scope.importedValue(asText(resolve(argument, scope))),
  'Fn::Join': (argument, scope) => {
    const [separator, list] = asList(argument);
    return asList(resolve(list, scope)).map(asText).join(asText(separator));
  },
  'Fn::Select': select,
  'Fn::Split': (argument, scope) => {
    const [separator, text] = asList(argument);
    return asText(resolve(text, scope)).split(asText(separator));
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = asList(argument);
    return resolve(holds(asText(condition), scope) ? whenTrue : whenFalse, scope);
  },
  'Fn::FindInMap': find,
  'Fn::Base64': (argument, scope) => Buffer.from(asText(resolve(argument, scope))).toString('base64'),
};

/** Resolves every intrinsic function in a value of a template. Throws an Error that names an unknown one. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope)).filter((each) => each !== absent);
  if (!isRecord(value)) {
    if (typeof value !== 'string') return value;
    return resolveDynamicReferences(value, (name) => scope.secretValueOf(name));
  }
  const entries = Object.entries(value);
  const [only] = entries;
  if (only !== undefined && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    const intrinsic = intrinsics[only[0]];
    if (intrinsic === undefined) throw new Error(`The local cloud does not resolve ${only[0]}`);
    return intrinsic(only[1], scope);
  }
  return Object.fromEntries(
    entries.map(([key, each]) => [key, resolve(each, scope)] as const).filter(([, each]) => each !== absent),
  );
}

/** Whether a named condition of the template holds. */
export function holds(name: string, scope: Scope): boolean {
  return test(recordAt(scope.conditions, name), scope);
}

function test(condition: unknown, scope: Scope): boolean {
  if (!isRecord(condition)) throw new TypeError('A condition should be an object');
  const [operator, argument] = Object.entries(condition)[0] ?? ['', undefined];
  switch (operator) {
    case 'Fn::Equals': {
      const [left, right] = asList(resolve(argument, scope));
      return left === right;
    }
    case 'Fn::Not':
      return !asList(argument).every((each) => test(each, scope));
    case 'Fn::And':
      return asList(argument).every((each) => test(each, scope));
    case 'Fn::Or':
      return asList(argument).some((each) => test(each, scope));
    case 'Condition':
      return holds(textAt(condition, 'Condition'), scope);
    default:
      throw new Error(`The local cloud does not decide the condition ${operator}`);
  }
}
