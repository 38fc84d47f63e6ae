import { isMembers } from '../json-members.ts';
import { normaliseNumber } from './numbers.ts';
import { invalid, invalidParameter } from './refusals.ts';

/** One attribute value as it travels: exactly one type name and its content (binary in base64). */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: AttributeValue[] }
  | { M: Item };

/** Attributes by name. */
export interface Item {
  [name: string]: AttributeValue;
}

const typeNames = ['S', 'N', 'M', 'L', 'BOOL', 'NULL', 'B', 'SS', 'NS', 'BS'] as const;

/** DynamoDB's name of a type. */
export type TypeName = (typeof typeNames)[number];

const nestingMax = 32;
const setWords = { SS: 'string', NS: 'number', BS: 'binary' } as const;

/** The type of a value. */
export function typeNameOf(value: AttributeValue): TypeName {
  return typeNames.find((name) => name in value) ?? 'NULL';
}

/** The strings of a set of any kind; undefined for a value that is no set. */
export function membersOfSet(value: AttributeValue): string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** Builds a set of the given kind. */
export function makeSet(type: 'SS' | 'NS' | 'BS', members: string[]): AttributeValue {
  if (type === 'SS') return { SS: members };
  return type === 'NS' ? { NS: members } : { BS: members };
}

function requireString(content: unknown): string {
  if (typeof content !== 'string') throw invalid('Supplied AttributeValue has content of an unexpected type');
  return content;
}

function requireArray(content: unknown): unknown[] {
  if (!Array.isArray(content)) throw invalid('Supplied AttributeValue has content of an unexpected type');
  return content;
}

function normaliseBinary(content: unknown): string {
  return Buffer.from(requireString(content), 'base64').toString('base64');
}

function parseSet(type: 'SS' | 'NS' | 'BS', content: unknown): AttributeValue {
  const members = requireArray(content).map((entry) => {
    if (type === 'NS') return normaliseNumber(requireString(entry));
    return type === 'BS' ? normaliseBinary(entry) : requireString(entry);
  });
  if (members.length === 0) throw invalid(`${invalidParameter}An ${setWords[type]} set  may not be empty`);
  if (new Set(members).size !== members.length) {
    throw invalid(`${invalidParameter}Input collection [${members.join(', ')}] contains duplicates.`);
  }
  return makeSet(type, members);
}

function parseFlag(type: 'BOOL' | 'NULL', content: unknown): AttributeValue {
  if (typeof content !== 'boolean') throw invalid('Supplied AttributeValue has content of an unexpected type');
  return type === 'BOOL' ? { BOOL: content } : { NULL: content };
}

const readers: Record<TypeName, (content: unknown, depth: number) => AttributeValue> = {
  S: (content) => ({ S: requireString(content) }),
  N: (content) => ({ N: normaliseNumber(requireString(content)) }),
  B: (content) => ({ B: normaliseBinary(content) }),
  BOOL: (content) => parseFlag('BOOL', content),
  NULL: (content) => parseFlag('NULL', content),
  SS: (content) => parseSet('SS', content),
  NS: (content) => parseSet('NS', content),
  BS: (content) => parseSet('BS', content),
  L: (content, depth) => ({ L: requireArray(content).map((entry) => parseValue(entry, depth + 1)) }),
  M: (content, depth) => ({ M: parseItem(content, depth + 1) }),
};

/** Checks and normalises one value of a request. Throws ValidationException. */
function parseValue(value: unknown, depth = 0): AttributeValue {
  const [entry, ...others] = isMembers(value) ? Object.entries(value) : [];
  const type = typeNames.find((name) => name === entry?.[0]);
  if (others.length > 0) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (entry === undefined || type === undefined) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (depth > nestingMax) {
    throw invalid('Nesting Levels have exceeded supported limits: Attributes can have up to 32 levels');
  }
  return readers[type](entry[1], depth);
}

/** Checks and normalises the attributes of a request. Throws ValidationException. */
export function parseItem(value: unknown, depth = 0): Item {
  if (!isMembers(value)) throw invalid('Supplied AttributeValue has content of an unexpected type');
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, parseValue(entry, depth)]));
}
