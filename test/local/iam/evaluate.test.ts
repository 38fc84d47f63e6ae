import { describe, expect, it } from 'vitest';
import { evaluate, type DecidingPolicies } from '#local/iam/evaluate.ts';
import { readPolicy } from '#local/iam/policy.ts';
import type { PermissionRequest, RequestContext } from '#local/iam/request.ts';

const role = 'arn:aws:iam::000000000000:role/register';
const table = 'arn:aws:dynamodb:ap-southeast-3:000000000000:table/players';
const key = 'arn:aws:kms:ap-southeast-3:000000000000:key/identity';

function request(changes: Partial<PermissionRequest> = {}): PermissionRequest {
  return {
    principalArn: 'arn:aws:sts::000000000000:assumed-role/register/register',
    account: '000000000000',
    action: 'dynamodb:PutItem',
    resource: table,
    context: {},
    ...changes,
  };
}

function policy(...statements: Record<string, unknown>[]) {
  return readPolicy({ Version: '2012-10-17', Statement: statements });
}

const allowPut = policy({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table });

function reason(changes: Partial<PermissionRequest>, policies: Partial<DecidingPolicies>): string {
  return evaluate(request(changes), { identity: [], ...policies }).reason;
}

describe('identity policies', () => {
  it('deny what nothing allows', () => {
    expect(reason({}, {})).toBe('implicit deny');
    expect(reason({ action: 'dynamodb:DeleteItem' }, { identity: [allowPut] })).toBe('implicit deny');
  });

  it('allow the action on the resource they name, whatever the case of the action', () => {
    expect(reason({}, { identity: [allowPut] })).toBe('allow');
    expect(reason({ action: 'dynamodb:putitem' }, { identity: [allowPut] })).toBe('allow');
    expect(reason({ resource: `${table}-copy` }, { identity: [allowPut] })).toBe('implicit deny');
  });

  it('let any deny win, and name the statement that denied', () => {
    const deny = policy({ Sid: 'NeverPut', Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' });
    expect(evaluate(request(), { identity: [allowPut, deny] })).toEqual({
      isAllowed: false,
      reason: 'explicit deny',
      decidedBy: 'NeverPut',
    });
  });

  it('read wildcards in actions and resources, but nothing else as a pattern', () => {
    const identity = [policy({ Effect: 'Allow', Action: 'dynamodb:Batch*', Resource: `${table}/index/?y.a` })];
    expect(reason({ action: 'dynamodb:BatchGetItem', resource: `${table}/index/by.a` }, { identity })).toBe('allow');
    expect(reason({ action: 'dynamodb:BatchGetItem', resource: `${table}/index/byxa` }, { identity })).toBe(
      'implicit deny',
    );
  });

  it('understand NotAction and NotResource', () => {
    const identity = [policy({ Effect: 'Allow', NotAction: 'dynamodb:Scan', NotResource: `${table}/stream/*` })];
    expect(reason({}, { identity })).toBe('allow');
    expect(reason({ action: 'dynamodb:Scan' }, { identity })).toBe('implicit deny');
    expect(reason({ resource: `${table}/stream/1` }, { identity })).toBe('implicit deny');
  });

  it('fill in variables, whose wildcards stay ordinary characters', () => {
    const identity = [
      policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::kyc/${aws:PrincipalTag/owner}/*' }),
    ];
    const ask = (resource: string, owner?: string) =>
      reason({ resource, context: owner === undefined ? {} : { 'aws:PrincipalTag/owner': owner } }, { identity });
    expect(ask('arn:aws:s3:::kyc/ana/1', 'ana')).toBe('allow');
    expect(ask('arn:aws:s3:::kyc/eve/1', 'ana')).toBe('implicit deny');
    expect(ask('arn:aws:s3:::kyc/eve/1', '*')).toBe('implicit deny');
    expect(ask('arn:aws:s3:::kyc//1')).toBe('implicit deny');
  });
});

describe('conditions', () => {
  function holds(operator: string, values: unknown, found: RequestContext[string]): boolean {
    const statement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { [operator]: { 'test:Key': values } },
    };
    return evaluate(request({ context: { 'test:key': found } }), { identity: [policy(statement)] }).isAllowed;
  }

  it.each<[string, unknown, string, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringNotEquals', 'a', 'a', false],
    ['StringNotEquals', ['b', 'c'], 'a', true],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringNotEqualsIgnoreCase', 'A', 'a', false],
    ['StringLike', 'a?c*', 'abcd', true],
    ['StringLike', 'a${*}', 'ab', false],
    ['StringLike', 'a${*}', 'a*', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['ArnEquals', 'arn:aws:s3:*:*:kyc', 'arn:aws:s3:::kyc', true],
    ['ArnLike', 'arn:aws:*:kyc', 'arn:aws:s3:::kyc', false],
    ['ArnLike', 'arn:aws:events:*:000000000000:rule/*', 'arn:aws:events:x:000000000000:rule/a:b', true],
    ['ArnNotLike', 'arn:aws:s3:::*', 'arn:aws:s3:::kyc', false],
    ['ArnNotEquals', 'arn:aws:s3:::a', 'arn:aws:s3:::kyc', true],
    ['Bool', false, 'false', true],
    ['Bool', 'true', 'false', false],
    ['BinaryEquals', 'QQ==', 'QQ==', true],
    ['NumericEquals', '1.0', '1', true],
    ['NumericNotEquals', 1, '1', false],
    ['NumericLessThan', 10, '9', true],
    ['NumericLessThanEquals', 10, '10', true],
    ['NumericGreaterThan', 10, '9', false],
    ['NumericGreaterThanEquals', 10, '10', true],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
    ['DateNotEquals', '1767225600', '2026-01-01T00:00:00Z', false],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
    ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', false],
    ['IpAddress', '10.1.0.0/16', '10.1.2.3', true],
    ['IpAddress', '10.1.0.0/16', '10.2.2.3', false],
    ['NotIpAddress', '10.1.0.0/16', '10.1.2.3', false],
  ])('%s %j against %j is %s', (...[operator, values, found, expected]) => {
    expect(holds(operator, values, found)).toBe(expected);
  });

  it.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['Bool', false],
  ])('%s without the key is %s', (operator, expected) => {
    expect(holds(operator, 'true', undefined)).toBe(expected);
  });

  it('Null asks whether the key is there', () => {
    expect(holds('Null', 'true', undefined)).toBe(true);
    expect(holds('Null', 'true', 'a')).toBe(false);
    expect(holds('Null', 'false', ['a'])).toBe(true);
    expect(holds('Null', 'false', [])).toBe(false);
  });

  it('ForAllValues wants every value met, ForAnyValue one', () => {
    expect(holds('ForAllValues:StringLike', ['p#*'], ['p#1', 'p#2'])).toBe(true);
    expect(holds('ForAllValues:StringLike', ['p#*'], ['p#1', 'q#2'])).toBe(false);
    expect(holds('ForAnyValue:StringLike', ['p#*'], ['q#1', 'p#2'])).toBe(true);
    expect(holds('ForAnyValue:StringLike', ['p#*'], ['q#1'])).toBe(false);
  });

  it('an operator that is not known stops the cloud instead of deciding', () => {
    expect(() => holds('StringSortOf', 'a', 'a')).toThrow('StringSortOf is not supported locally');
    expect(() => holds('toString', 'a', 'a')).toThrow('not supported locally');
  });
});

describe('resource policies', () => {
  const bucketDeny = policy({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });

  it('may allow a caller by name, though its role says nothing', () => {
    for (const AWS of [role, request().principalArn, [role, 'arn:aws:iam::000000000000:role/other']]) {
      const resource = policy({ Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' });
      expect(reason({}, { resource })).toBe('allow');
    }
  });

  it('leave the decision to the role when they name the account', () => {
    const resource = policy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::000000000000:root' },
      Action: '*',
      Resource: '*',
    });
    expect(reason({}, { resource })).toBe('implicit deny');
    expect(reason({}, { resource, identity: [allowPut] })).toBe('allow');
  });

  it('deny whom they speak of, whatever the role allows', () => {
    const identity = [policy({ Effect: 'Allow', Action: '*', Resource: '*' })];
    const ask = (secure: string) =>
      reason(
        { action: 's3:GetObject', context: { 'aws:SecureTransport': secure } },
        { identity, resource: bucketDeny },
      );
    expect(ask('false')).toBe('explicit deny');
    expect(ask('true')).toBe('allow');
  });

  it('deny everybody but the ones that NotPrincipal names', () => {
    const identity = [policy({ Effect: 'Allow', Action: '*', Resource: '*' })];
    const resource = policy({ Effect: 'Deny', NotPrincipal: { AWS: role }, Action: '*', Resource: '*' });
    expect(reason({}, { identity, resource })).toBe('allow');
    const other = 'arn:aws:sts::000000000000:assumed-role/other/other';
    expect(reason({ principalArn: other }, { identity, resource })).toBe('explicit deny');
  });

  it('know a service from a role', () => {
    const resource = policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    });
    const asked = { action: 'sqs:SendMessage', principalArn: 'events.amazonaws.com' };
    expect(reason({ ...asked, isService: true }, { resource })).toBe('allow');
    expect(reason(asked, { resource })).toBe('implicit deny');
  });
});

describe('key policies', () => {
  const identity = [policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: key })];
  const asked = { action: 'kms:Decrypt', resource: key };
  const delegation = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::000000000000:root' },
    Action: 'kms:*',
    Resource: '*',
  };

  it('must delegate to the account before a role counts', () => {
    expect(reason(asked, { identity, resourceMustDelegate: true })).toBe('implicit deny');
    expect(reason(asked, { identity, resource: policy(delegation), resourceMustDelegate: true })).toBe('allow');
  });

  it('delegate only where the conditions of the delegation hold', () => {
    const resource = policy({
      ...delegation,
      Condition: { StringEquals: { 'kms:ViaService': 's3.ap-southeast-3.amazonaws.com' } },
    });
    const via = (service: string) =>
      reason({ ...asked, context: { 'kms:ViaService': service } }, { identity, resource, resourceMustDelegate: true });
    expect(via('s3.ap-southeast-3.amazonaws.com')).toBe('allow');
    expect(via('dynamodb.ap-southeast-3.amazonaws.com')).toBe('implicit deny');
  });

  it('do not delegate to an anonymous caller or to another account', () => {
    const resource = policy(delegation);
    for (const principalArn of ['anonymous', 'arn:aws:sts::111111111111:assumed-role/register/register']) {
      expect(reason({ ...asked, principalArn }, { identity, resource, resourceMustDelegate: true })).toBe(
        'implicit deny',
      );
    }
  });

  it('may hold a role to the class of data it works on', () => {
    const bound = [
      policy({
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: key,
        Condition: { StringEquals: { 'kms:EncryptionContext:class': ['identity', 'contact'] } },
      }),
    ];
    const of = (dataClass: string) =>
      reason(
        { ...asked, context: { 'kms:EncryptionContext:class': dataClass } },
        { identity: bound, resource: policy(delegation), resourceMustDelegate: true },
      );
    expect(of('contact')).toBe('allow');
    expect(of('kyc')).toBe('implicit deny');
  });
});

describe('reading policies', () => {
  it.each([
    [{ Effect: 'Permit', Action: '*', Resource: '*' }, 'Permit'],
    [{ Effect: 'Allow', Actions: '*', Resource: '*' }, 'Actions is no member'],
    [{ Effect: 'Allow', Principal: { Federated: 'x' }, Action: '*' }, 'Federated are not supported'],
    [{ Effect: 'Allow', Action: { Ref: 'x' }, Resource: '*' }, 'must hold texts in Action'],
  ])('refuses %j', (statement, message) => {
    expect(() => policy(statement)).toThrow(message);
  });

  it('takes a single statement without a list', () => {
    expect(readPolicy({ Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' } })).toHaveLength(1);
  });
});
