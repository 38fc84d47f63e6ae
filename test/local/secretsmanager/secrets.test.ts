import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDeclaredSecrets } from '#local/secretsmanager/declared-secrets.ts';
import { openSecrets } from '#local/secretsmanager/secrets.ts';
import { resolveDynamicReferences } from '#local/template/dynamic-references.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const declared = [
  { name: 'one', characters: 48 },
  { name: 'two', characters: 32 },
];
const declare = (properties: object) =>
  readDeclaredSecrets({
    region: 'ap-southeast-3',
    stacks: [
      {
        stackName: 'api',
        assets: new Map(),
        template: { Resources: { Secret: { Type: 'AWS::SecretsManager::Secret', Properties: properties } } },
      },
    ],
  });

describe('secrets', () => {
  it('are made up as long as declared, differ, and are the same after a restart', () => {
    const first = openSecrets(folder, declared);
    expect(first('one')).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(first('two')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(openSecrets(folder, declared)('one')).toBe(first('one'));
  });

  it('that are no longer declared are forgotten, and a new one leaves the others as they are', () => {
    const before = openSecrets(folder, declared)('one');
    const after = openSecrets(folder, [...declared.slice(0, 1), { name: 'three', characters: 8 }]);
    expect([after('one'), after('three').length]).toEqual([before, 8]);
    expect(() => after('two')).toThrow('no secret two');
  });

  it('lie in a file that nobody else may read; without any there is none', () => {
    const file = path.join(folder, 'secrets.json');
    openSecrets(folder, []);
    expect(fs.existsSync(file)).toBe(false);
    openSecrets(folder, declared);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
  });

  it('are read from the templates', () => {
    const GenerateSecretString = { ExcludePunctuation: true, PasswordLength: 48 };
    expect(declare({ Name: 'one', KmsKeyId: 'key', GenerateSecretString })).toEqual(declared.slice(0, 1));
  });

  it.each([
    ['a value in the template', { Name: 'one', SecretString: 'open' }, 'SecretString'],
    ['punctuation', { Name: 'one', GenerateSecretString: {} }, 'letters and digits'],
    ['a template of its own', { Name: 'one', GenerateSecretString: { GenerateStringKey: 'a' } }, 'GenerateStringKey'],
  ])('with %s are refused by name', (_, properties, told) => {
    expect(() => declare(properties)).toThrow(told);
  });
});

describe('dynamic references', () => {
  const resolve = (value: string) => resolveDynamicReferences(value, (name) => `<${name}>`);

  it.each([
    ['{{resolve:secretsmanager:one:SecretString:::}}', '<one>'],
    ['{{resolve:secretsmanager:one:SecretString}},{{resolve:secretsmanager:two:SecretString}}', '<one>,<two>'],
    ['nothing to resolve', 'nothing to resolve'],
  ])('%s becomes %s', (value, expected) => {
    expect(resolve(value)).toBe(expected);
  });

  it.each([
    '{{resolve:ssm:one}}',
    '{{resolve:secretsmanager:one:SecretString:member}}',
    '{{resolve:secretsmanager:one:SecretString:::version}}',
  ])('%s is refused', (value) => {
    expect(() => resolve(value)).toThrow('not local');
  });
});
