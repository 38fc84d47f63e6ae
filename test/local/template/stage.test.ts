import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from '#local/template/assembly.ts';
import { resolveStage } from '#local/template/stage.ts';

let folder: string;

const environment = {
  edgeAddress: 'http://127.0.0.1:4566',
  apiAddress: 'http://127.0.0.1:4567',
  originAddress: 'http://127.0.0.1:4568',
  secretValueOf: (name: string) => `value-of-${name}`,
  keyId: (logicalId: string) => `key-of-${logicalId}`,
};

/** Writes an assembly of stacks as CDK lays it out; regions by stack name after an at sign. */
function write(stacks: Record<string, object>): void {
  const artifacts: Record<string, object> = {};
  for (const [label, template] of Object.entries(stacks)) {
    const [name = '', region = 'ap-southeast-3'] = label.split('@');
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: `aws://000000000000/${region}`,
      properties: { templateFile: `${name}.template.json`, stackName: `local-${name}` },
    };
    fs.writeFileSync(path.join(folder, `${name}.template.json`), JSON.stringify(template));
    const files = { abc: { source: { path: 'asset.abc', packaging: 'zip' } } };
    fs.writeFileSync(path.join(folder, `${name}.assets.json`), JSON.stringify({ files }));
  }
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
}

const load = () => resolveStage(readAssembly(folder), environment);
const queueOf = (properties: object) => {
  write({ One: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties } } } });
  return load().resources('AWS::SQS::Queue')[0]!.properties;
};

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stage-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('a stage', () => {
  it('carries values from the stack that exports them to the stack that imports them', () => {
    write({
      Api: {
        Resources: {
          Role: { Type: 'AWS::IAM::Role', Properties: { Reach: { 'Fn::ImportValue': 'local-Data:Table' } } },
        },
      },
      Data: {
        Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'players' } } },
        Outputs: { Out: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'local-Data:Table' } } },
      },
    });
    const stage = load();
    const [role] = stage.resources('AWS::IAM::Role');
    expect(role?.properties['Reach']).toBe('arn:aws:dynamodb:ap-southeast-3:000000000000:table/players');
    expect(stage.outputs.get('local-Data.Out')).toBe(role?.properties['Reach']);
  });

  it('refuses to start with a resource type that it does not know, and names it', () => {
    write({ One: { Resources: { Search: { Type: 'AWS::OpenSearchService::Domain' } } } });
    expect(load).toThrow('AWS::OpenSearchService::Domain (local-One.Search)');
  });

  it.each([
    ['an attribute', { Reach: { 'Fn::GetAtt': ['Queue', 'Depth'] } }, 'Depth of AWS::SQS::Queue'],
    ['a reference', { Reach: { Ref: 'Nobody' } }, 'refers to Nobody'],
    ['an import', { Reach: { 'Fn::ImportValue': 'none' } }, 'No stack exports none'],
    ['a function', { Reach: { 'Fn::Cidr': ['10.0.0.0/8'] } }, 'Fn::Cidr'],
    ['a dynamic reference', { Reach: '{{resolve:ssm:one}}' }, 'Dynamic references'],
  ])('refuses %s that it does not know, and names it', (_, properties, told) => {
    expect(() => queueOf(properties)).toThrow(told);
  });

  it.each([
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-ap-southeast-3'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${AWS::AccountId}/${Queue.QueueName}/${!kept}' },
      expect.stringMatching(/^0{12}\/local-One-Queue-\w{10}\/\$\{kept\}$/),
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${one}', { one: { Ref: 'AWS::Partition' } }] }, 'aws'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ])('resolves %s', (_, value, expected) => {
    expect(queueOf({ Reach: value })['Reach']).toEqual(expected);
  });

  it('points the URL of a queue at the edge', () => {
    expect(queueOf({ QueueName: 'jobs', Reach: { Ref: 'Queue' } })['Reach']).toBe(
      'http://127.0.0.1:4566/000000000000/jobs',
    );
  });

  it('leaves out what a condition excludes', () => {
    write({
      One: {
        Parameters: { Kind: { Type: 'String', Default: 'small' } },
        Mappings: { Depth: { small: { seconds: 5 } } },
        Conditions: {
          Large: { 'Fn::Equals': [{ Ref: 'Kind' }, 'large'] },
          Small: { 'Fn::Not': [{ Condition: 'Large' }] },
        },
        Resources: {
          Big: { Type: 'AWS::SQS::Queue', Condition: 'Large' },
          Little: {
            Type: 'AWS::SQS::Queue',
            Condition: 'Small',
            Properties: {
              DelaySeconds: { 'Fn::FindInMap': ['Depth', { Ref: 'Kind' }, 'seconds'] },
              KmsMasterKeyId: { 'Fn::If': ['Large', 'key', { Ref: 'AWS::NoValue' }] },
            },
          },
        },
      },
    });
    const queues = load().resources('AWS::SQS::Queue');
    expect(queues.map(({ logicalId, properties }) => ({ logicalId, properties }))).toEqual([
      { logicalId: 'Little', properties: { DelaySeconds: 5 } },
    ]);
  });

  it('gives a resource without a name the same name at every start', () => {
    write({ One: { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } } });
    const [first, second] = [load(), load()].map((stage) => stage.resources('AWS::S3::Bucket')[0]?.name);
    expect(first).toMatch(/^local-one-bucket-[0-9a-f]{10}$/);
    expect(second).toBe(first);
  });

  it('finds the folder of an asset', () => {
    write({ One: { Resources: { Function: { Type: 'AWS::Lambda::Function' } } } });
    const stage = load();
    const [resource] = stage.resources('AWS::Lambda::Function');
    expect(stage.assetPath(resource!, 'abc.zip')).toBe(path.join(folder, 'asset.abc'));
    expect(() => stage.assetPath(resource!, 'other.zip')).toThrow('other.zip');
  });

  it('refuses stacks of several regions together', () => {
    write({ One: { Resources: {} }, 'Two@eu-west-1': { Resources: {} } });
    expect(load).toThrow('ap-southeast-3, eu-west-1');
  });

  it('says to synthesise first when there is nothing to read', () => {
    expect(load).toThrow('run the synthesis first');
  });
});
