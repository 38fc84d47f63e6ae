import { describe, expect, it } from 'vitest';
import { localStageName, stages } from '#lib/app.ts';
import { resourcesOf, type TemplateValue } from './templates.ts';

const listOf = (value: unknown) => (Array.isArray(value) ? value : [value]);
const sendingStatements = (stage: string) =>
  resourcesOf('AWS::IAM::Policy', stage).flatMap(({ logicalId, properties }) =>
    (properties['PolicyDocument'].Statement as TemplateValue[])
      .filter(({ Action }) => listOf(Action).some((action) => String(action).startsWith('sms-voice:')))
      .map((statement) => ({ logicalId, statement })),
  );

describe('text messages', () => {
  it('go through a configuration set that copies no number anywhere', () => {
    for (const stage of Object.keys(stages)) {
      const sets = resourcesOf('AWS::SMSVOICE::ConfigurationSet', stage);
      expect(sets.map(({ properties }) => properties['ConfigurationSetName'])).toEqual(['sesetoro-security-sms']);
      expect(sets[0]?.properties['EventDestinations']).toBeUndefined();
    }
  });

  it('are sent by one function, from the region’s own identity through its set, where the region sends any', () => {
    for (const [stage, { sms }] of Object.entries(stages)) {
      const statements = sendingStatements(stage);
      expect(
        statements.map(({ logicalId }) => logicalId.slice(0, 10)),
        stage,
      ).toEqual(sms === null ? [] : ['SendPolicy']);
      for (const { statement } of statements) {
        expect(statement.Action).toBe('sms-voice:SendTextMessage');
        const resources = listOf(statement.Resource).map((resource) => JSON.stringify(resource));
        expect(resources).toHaveLength(2);
        for (const name of [sms?.originationIdentity, 'configuration-set/sesetoro-security-sms']) {
          expect(resources.filter((resource) => resource.includes(`:${name}`))).toHaveLength(1);
        }
      }
    }
  });

  it('go to country prefixes that a region names, in E.164', () => {
    expect(stages[localStageName]?.sms).not.toBeNull();
    for (const { sms } of Object.values(stages)) {
      for (const prefix of sms?.allowedPrefixes ?? []) expect(prefix).toMatch(/^\+[1-9]\d{0,3}$/);
    }
  });
});
