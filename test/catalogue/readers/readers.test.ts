import { describe, expect, it } from 'vitest';
import { catalogue, fieldNames, isFieldName, playerFieldNames } from '#catalogue/index.ts';
import { describeField } from '#catalogue/readers/document.ts';
import { fieldsWithErasure, onErasureOf } from '#catalogue/readers/erasure.ts';
import { exportableFields, labelOf, withheldBecause } from '#catalogue/readers/export.ts';
import { attributeOf, fieldsAt } from '#catalogue/readers/places.ts';
import { inLogsOf, loggableFields, mayStandInLog } from '#catalogue/readers/redaction.ts';
import { schemaOf } from '#catalogue/readers/schema.ts';
import { sealedFieldsOf, sealingOf } from '#catalogue/readers/sealing.ts';

describe('every reader answers for every field', () => {
  it.each(fieldNames)('%s', (field) => {
    expect(schemaOf(field).def.type).toBe(catalogue[field].schema().def.type);
    expect(labelOf(field, 'id')).toBe(catalogue[field].label.id);
    expect(onErasureOf(field)).toBe(catalogue[field].onErasure);
    expect(exportableFields().includes(field)).toBe(withheldBecause(field) === undefined);
    expect(sealingOf(field) === undefined).toBe(catalogue[field].cover !== 'sealed');
    expect(loggableFields().includes(field)).toBe(inLogsOf(field) === 'plain');
    for (const language of ['en', 'id'] as const) {
      const words = describeField(field, language);
      expect(words.uses.length).toBeGreaterThan(0);
      for (const value of Object.values(words)) expect(value).not.toHaveLength(0);
    }
  });
});

describe('places', () => {
  it('names the attribute that holds a field in a home', () => {
    expect(attributeOf('email', 'players')).toBe('email');
    expect(attributeOf('email', 'kyc')).toBeUndefined();
  });

  it('says what an incident in a home can have exposed', () => {
    expect(fieldsAt('credentials')).toEqual([
      'playerId',
      'passwordHash',
      'loginTime',
      'totpSecret',
      'factorState',
      'factorChangeTime',
      'totpEnrolmentEnd',
      'totpUsedStep',
      'recoveryCodeHashes',
      'passkeyName',
      'passkeyPublicKey',
      'passkeyCredentialId',
      'passkeyUseCount',
      'passkeyTransports',
      'passkeyTime',
      'passkeyUseTime',
      'smsFactorTime',
    ]);
    expect(fieldsAt('api-access-logs')).toEqual([]);
  });
});

describe('sealing', () => {
  it('gives the class of the key and the homes of the envelopes', () => {
    expect(sealingOf('birthDate')).toEqual({
      keyClass: 'identity',
      homes: { players: 'birthDate', registrations: 'birthDate' },
    });
  });

  it('lists the sealed fields of a home', () => {
    expect(sealedFieldsOf('players')).toEqual([
      'email',
      'addressName',
      'fullName',
      'birthDate',
      'phone',
      'accountNumber',
      'newEmail',
      'previousEmail',
    ]);
    expect(sealedFieldsOf('credentials')).toEqual(['totpSecret', 'passkeyName', 'passkeyPublicKey']);
  });
});

describe('redaction', () => {
  it.each(['email', 'birthDate', 'passwordHash', 'identityNumber', 'bankAccount', 'depositAmount'] as const)(
    'keeps %s out of logs',
    (name) => {
      expect(mayStandInLog(name)).toBe(false);
    },
  );

  it('lets opaque ids and names that are no field pass', () => {
    expect(mayStandInLog('playerId')).toBe(true);
    expect(mayStandInLog('latencyMilliseconds')).toBe(true);
    expect(isFieldName('latencyMilliseconds')).toBe(false);
  });
});

it('tells fields of players from those of staff', () => {
  expect(fieldNames.filter((name) => !playerFieldNames.includes(name))).toEqual([
    'staffId',
    'staffApprovals',
    'staffEmailIndex',
    'staffRoles',
    'staffState',
  ]);
});

it('splits the fields by what erasure does to them, without losing one', () => {
  const all = (['delete', 'anonymise', 'keep'] as const).flatMap((action) => fieldsWithErasure(action));
  expect(all.toSorted()).toEqual([...fieldNames].toSorted());
});
