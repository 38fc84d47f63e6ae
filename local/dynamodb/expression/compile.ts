import { notImplemented } from '../../aws-error.ts';
import { readMembers, readText, readTexts, type Members } from '../../json-members.ts';
import { parseItem } from '../attribute-value.ts';
import { invalid } from '../refusals.ts';
import { Cursor, type Placeholders } from './cursor.ts';
import { parseCondition } from './parse-condition.ts';
import { parseProjection } from './parse-projection.ts';
import { parseUpdate } from './parse-update.ts';
import type { Condition, Path, Update } from './syntax.ts';

/** The parsed expressions of a request. */
export interface Expressions {
  condition?: Condition;
  filter?: Condition;
  keyCondition?: Condition;
  projection?: Path[];
  update?: Update;
}

const unsupportedMembers = [
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionalOperator',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ScanFilter',
  'Segment',
  'TotalSegments',
];

/** Refuses members that the product does not use, instead of passing over them in silence. */
function refuseUnsupported(input: Members): void {
  const found = unsupportedMembers.find((name) => (input[name] ?? 'NONE') !== 'NONE');
  if (found !== undefined) throw notImplemented(`the DynamoDB parameter ${found}`);
}

function readPlaceholders(input: Members): Placeholders {
  for (const member of ['ExpressionAttributeNames', 'ExpressionAttributeValues']) {
    const placeholders = readMembers(input, member);
    if (placeholders && Object.keys(placeholders).length === 0) throw invalid(`${member} must not be empty`);
  }
  return {
    names: readTexts(input, 'ExpressionAttributeNames') ?? {},
    values: parseItem(readMembers(input, 'ExpressionAttributeValues') ?? {}),
    used: new Set(),
  };
}

function refuseUnused({ names, values, used }: Placeholders): void {
  for (const [member, placeholders] of Object.entries({ Names: names, Values: values })) {
    const unused = Object.keys(placeholders).filter((placeholder) => !used.has(placeholder));
    if (unused.length === 0) continue;
    throw invalid(`Value provided in ExpressionAttribute${member} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}

/**
 * Parses every expression of a request before anything is read. Throws ValidationException on syntax, unknown or unused
 * placeholders and reserved words.
 */
export function compileExpressions(input: Members): Expressions {
  refuseUnsupported(input);
  const placeholders = readPlaceholders(input);
  const parse = <T>(kind: string, parser: (cursor: Cursor) => T): T | undefined => {
    const source = readText(input, kind);
    return source === undefined ? undefined : parser(new Cursor(kind, source, placeholders));
  };
  const condition = parse('ConditionExpression', parseCondition);
  const filter = parse('FilterExpression', parseCondition);
  const keyCondition = parse('KeyConditionExpression', parseCondition);
  const projection = parse('ProjectionExpression', parseProjection);
  const update = parse('UpdateExpression', parseUpdate);
  refuseUnused(placeholders);
  return {
    ...(condition && { condition }),
    ...(filter && { filter }),
    ...(keyCondition && { keyCondition }),
    ...(projection && { projection }),
    ...(update && { update }),
  };
}
