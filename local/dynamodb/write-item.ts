import { readText, type Members } from '../json-members.ts';
import type { Item } from './attribute-value.ts';
import { project } from './expression/project.ts';
import type { Parts } from './parts.ts';
import { planWrite, runWrite, type PlannedWrite, type WriteKind } from './planned-write.ts';
import { invalid } from './refusals.ts';

const allowedReturnValues: Record<Exclude<WriteKind, 'ConditionCheck'>, string[]> = {
  Put: ['NONE', 'ALL_OLD'],
  Update: ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'],
  Delete: ['NONE', 'ALL_OLD'],
};

function pickReturnValues(
  returnValues: string,
  write: PlannedWrite,
  result: { before: Item | undefined; after: Item | undefined },
): Item {
  const image = (returnValues.endsWith('OLD') ? result.before : result.after) ?? {};
  if (returnValues === 'NONE') return {};
  return returnValues.startsWith('UPDATED') ? project(image, write.touched) : image;
}

/** Carries out PutItem, UpdateItem or DeleteItem in a transaction of its own. Throws AwsError. */
export function writeItem(
  parts: Parts,
  kind: Exclude<WriteKind, 'ConditionCheck'>,
  input: Members,
): Record<string, unknown> {
  const returnValues = readText(input, 'ReturnValues') ?? 'NONE';
  if (!allowedReturnValues[kind].includes(returnValues)) throw invalid('Return values set to invalid value');
  const write = planWrite(parts, kind, input);
  const result = parts.storage.transaction(() => runWrite(parts, write));
  const attributes = pickReturnValues(returnValues, write, result);
  return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
}
