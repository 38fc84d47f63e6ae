import { describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';
import { listOf, resourcesOf } from './templates.ts';

describe('keys', () => {
  it('rotate wherever KMS can rotate them', () => {
    for (const key of resourcesOf('AWS::KMS::Key')) {
      if (key.properties['KeySpec'] === 'HMAC_256') {
        expect(key.properties['KeyUsage'], key.at).toBe('GENERATE_VERIFY_MAC');
      } else {
        expect(key.properties['EnableKeyRotation'], key.at).toBe(true);
      }
    }
  });

  it('outlive their stack: without them nothing they cover can be read again', () => {
    for (const key of resourcesOf('AWS::KMS::Key')) {
      expect([key.DeletionPolicy, key.UpdateReplacePolicy], key.at).toEqual(['Retain', 'Retain']);
    }
  });

  it('are for their own account; services use them only under a condition and without wildcard actions', () => {
    for (const key of resourcesOf('AWS::KMS::Key')) {
      const [ofAccount, ...ofServices] = key.properties['KeyPolicy'].Statement;
      expect(JSON.stringify(ofAccount.Principal.AWS), key.at).toMatch(/arn:aws:iam::.*(AWS::AccountId|0{12}).*:root/);
      for (const statement of ofServices) {
        expect(Object.keys(statement.Principal), key.at).toEqual(['Service']);
        expect(statement.Condition, key.at).toBeDefined();
        expect(listOf<string>(statement.Action).filter((action) => action.includes('*'))).toEqual([]);
      }
    }
  });

  it('of blind indexes are one each, so that no two indexes can be joined', () => {
    const named = new Set([...routes, ...workers].flatMap(({ needs }) => needs.blindIndexes ?? []));
    const indexKeys = resourcesOf('AWS::KMS::Key', 'Local').filter(
      ({ properties }) => properties['KeySpec'] === 'HMAC_256',
    );
    expect(named.size).toBeGreaterThanOrEqual(4);
    expect(indexKeys).toHaveLength(named.size);
    expect(new Set(indexKeys.map(({ properties }) => properties['Description'])).size).toBe(named.size);
  });
});
