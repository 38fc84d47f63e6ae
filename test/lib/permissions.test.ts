import { describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';
import type { Needs } from '#lib/needs.ts';
import { listOf, resourcesOf, sorted, type Located } from './templates.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

const policies = () => resourcesOf('AWS::IAM::Policy');
const statementsOf = ({ properties }: Located): Statement[] => properties['PolicyDocument'].Statement;
const allStatements = () =>
  policies().flatMap((policy) => statementsOf(policy).map((each) => ({ ...each, at: policy.at })));

describe('roles', () => {
  it('have no managed policy and trust Lambda alone, but for that of the scanner, which has laws of its own', () => {
    const roles = resourcesOf('AWS::IAM::Role').filter(({ logicalId }) => !logicalId.startsWith('MalwareScan'));
    for (const { at, properties } of roles) {
      expect(properties['ManagedPolicyArns'], at).toBeUndefined();
      expect(properties['Policies'], at).toBeUndefined();
      expect(properties['AssumeRolePolicyDocument'].Statement[0].Principal, at).toEqual({
        Service: 'lambda.amazonaws.com',
      });
    }
    expect(resourcesOf('AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  it('are allowed no wildcard action', () => {
    for (const { at, Action } of allStatements()) {
      expect(
        listOf(Action).filter((action) => action.includes('*')),
        at,
      ).toEqual([]);
    }
  });

  it('are allowed wildcard resources only below the prefixes of documents and exports', () => {
    for (const { at, Resource } of allStatements()) {
      for (const resource of listOf(Resource)) {
        const text = JSON.stringify(resource);
        if (text.includes('*'))
          expect(text, at).toMatch(
            /KycDocuments.*"\/(incoming|accepted)\/\*"|Exports[^"]*"\}.*"\/(work|packages)\/\*"/,
          );
      }
    }
  });

  it('never scan a table and never administer anything', () => {
    const actions = new Set(allStatements().flatMap(({ Action }) => listOf(Action)));
    expect([...actions].toSorted()).toMatchSnapshot();
  });

  it('use keys only for a class of subject data, through a service, or to compute an index', () => {
    for (const { at, Action, Condition } of allStatements()) {
      const actions = listOf(Action).filter((action) => action.startsWith('kms:') && action !== 'kms:GenerateMac');
      if (actions.length === 0) continue;
      const keys = Object.keys(Condition?.['StringEquals'] ?? {});
      expect(keys, at).toHaveLength(1);
      expect(['kms:EncryptionContext:class', 'kms:ViaService'], at).toContain(keys[0]);
    }
  });

  it('send mail only from the address of their region', () => {
    const sending = allStatements().filter(({ Action }) => listOf(Action).includes('ses:SendEmail'));
    expect(sending.length).toBeGreaterThan(0);
    for (const { at, Condition } of sending) {
      expect(Object.keys(Condition?.['StringEquals'] ?? {}), at).toEqual(['ses:FromAddress']);
    }
  });
});

/** The classes that a role may use the subject keys for, by action. */
function classesOf(entry: string, action: string, key: string): string[] {
  const verb = entry.split('/')[2]!.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const policy = resourcesOf('AWS::IAM::Policy', 'Local').find(
    ({ at, logicalId }) => at.includes(`/sesetoro-${entry.split('/')[1]}/`) && logicalId.startsWith(`${verb}Policy`),
  )!;
  return statementsOf(policy)
    .filter(({ Action, Resource }) => listOf(Action).includes(action) && JSON.stringify(Resource).includes(key))
    .flatMap(({ Condition }) => listOf(Condition?.['StringEquals']?.['kms:EncryptionContext:class']));
}

describe('subject keys', () => {
  const uses = [
    ['create', 'kms:GenerateDataKey', 'KeysSubjectKeysKey'],
    ['open', 'kms:Decrypt', 'KeysSubjectKeysKey'],
    ['rewrap', 'kms:ReEncryptFrom', 'KeysSubjectKeysKey'],
    ['rewrap', 'kms:ReEncryptTo', 'KeysComplianceKey'],
    ['openRetained', 'kms:Decrypt', 'KeysComplianceKey'],
  ] as const;

  it.each(uses)('of the classes named under %s allow %s, and of no other', (need, action, key) => {
    for (const { entry, needs } of [...routes, ...workers] as { entry: string; needs: Needs }[]) {
      expect(sorted(classesOf(entry, action, key)), entry).toEqual(sorted(needs.subjectKeys?.[need] ?? []));
    }
  });

  it('that a law keeps are opened to write to people, by workers that send mail, and by nobody else', () => {
    const opening = [...routes, ...workers].filter(({ needs }) => needs.subjectKeys?.openRetained !== undefined);
    expect(opening.length).toBeGreaterThan(0);
    for (const row of opening) {
      expect(row.needs.subjectKeys?.openRetained, row.entry).toEqual(['contact']);
      expect(row.needs.mail?.length ?? 0, row.entry).toBeGreaterThan(0);
      expect('source' in row, row.entry).toBe(true);
    }
  });
});
