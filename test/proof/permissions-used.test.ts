import { beforeAll, describe, expect, it } from 'vitest';
import { readAssembly } from '#local/template/assembly.ts';
import { resolveStage } from '#local/template/stage.ts';
import { grantsOf, type Grant } from '#test/support/grants.ts';
import { journalsOfWholeSuite, journeysWithCloud, type KeptJournal } from '#test/support/journal.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';
import { unusedGrants, type UnusedGrant } from './unused-grants.ts';

let journals: KeptJournal[];
let grants: Grant[];
beforeAll(async () => {
  const { assemblyFolder } = await synthesiseLocal();
  journals = journalsOfWholeSuite(assemblyFolder, journeysWithCloud());
  const stage = resolveStage(readAssembly(assemblyFolder), {
    edgeAddress: 'http://127.0.0.1',
    apiAddress: 'http://127.0.0.1',
    originAddress: 'http://127.0.0.1:4568',
    secretValueOf: (name: string) => `value-of-${name}`,
    keyId: (logicalId) => logicalId,
  });
  grants = grantsOf(stage);
});

const speaksOf = ({ functionName, action, target = '' }: UnusedGrant, grant: Grant) =>
  (functionName ?? grant.functionName) === grant.functionName &&
  action === grant.action &&
  grant.target.startsWith(target);

describe('what functions may do', () => {
  it('is used by the journeys, each action on each resource, or listed with the reason why it is not', () => {
    const used = new Set(journals.flatMap((journal) => journal.used));
    const unused = grants.filter(({ name }) => !used.has(name));
    const unexplained = unused.filter((grant) => !unusedGrants.some((listed) => speaksOf(listed, grant)));
    process.stdout.write(`Permissions: ${grants.length} granted, ${grants.length - unused.length} used\n`);
    expect(unexplained.map(({ name }) => name).toSorted()).toEqual([]);
  });

  it('is listed as unused only where that is true', () => {
    const used = new Set(journals.flatMap((journal) => journal.used));
    const stale = unusedGrants.filter(
      (listed) =>
        listed.isByChance !== true && !grants.some((grant) => speaksOf(listed, grant) && !used.has(grant.name)),
    );
    expect(stale).toEqual([]);
  });

  it('was enough: nothing was denied to a function that ran', () => {
    const denied = journals.flatMap((journal) => journal.denied);
    expect(denied).toEqual([]);
  });
});
