import { describe, expect, it } from 'vitest';
import { allStacks, localStacks } from './templates.ts';

/** CloudFormation refuses above 500; growth must split a stack before it is urgent. */
const resourcesMax = 400;

describe('stacks', () => {
  it(`have at most ${resourcesMax} resources`, () => {
    for (const { stage, name, resources } of allStacks()) {
      expect(Object.keys(resources).length, `${stage}/${name}`).toBeLessThanOrEqual(resourcesMax);
    }
  });

  it('refer to each other strongly: what another stack uses cannot be taken away', () => {
    const text = JSON.stringify(localStacks().map(({ template }) => template));
    expect(text).toContain('Fn::ImportValue');
    expect(text).not.toContain('Fn::GetStackOutput');
  });

  it('hold these kinds of resources', () => {
    const kinds = new Set(localStacks().flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type)));
    expect([...kinds].toSorted()).toMatchSnapshot();
  });

  it('that are not made of rows hold as many of each kind as before', () => {
    const fixed = localStacks().filter(({ name }) =>
      ['sesetoro-data', 'sesetoro-alarms', 'sesetoro-mail', 'sesetoro-api', 'sesetoro-cdn'].includes(name),
    );
    const counts = fixed.map(({ name, resources }) => [
      name,
      Object.fromEntries(
        [...Map.groupBy(Object.values(resources), ({ Type }) => Type)].map(([type, all]) => [type, all.length]),
      ),
    ]);
    expect(Object.fromEntries(counts)).toMatchSnapshot();
  });
});
