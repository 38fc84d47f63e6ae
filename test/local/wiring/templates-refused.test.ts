import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startCloud } from '#local/cloud.ts';
import { sampleAssembly } from '#test/support/local/sample-cloud.ts';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

const copies: string[] = [];
afterAll(() => copies.forEach((copy) => fs.rmSync(copy, { recursive: true })));

/** Starts the sample app after its templates were changed. */
async function startChanged(change: (resources: Template['Resources'][string][]) => void) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'changed-app-'));
  copies.push(copy);
  fs.cpSync(path.dirname(await sampleAssembly()), copy, { recursive: true });
  const folder = path.join(copy, 'assembly-local');
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.template.json'))) {
    const template: Template = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    change(Object.values(template.Resources));
    fs.writeFileSync(path.join(folder, file), JSON.stringify(template));
  }
  const cloud = await startCloud({ assemblyFolder: folder });
  await cloud.stop();
}

const setOnFirst = (type: string, properties: Record<string, unknown>) =>
  startChanged((resources) => {
    const found = resources.find(
      (resource) => resource.Type === type && !String(resource.Properties?.['Runtime']).startsWith('python'),
    );
    if (found !== undefined) found.Properties = { ...found.Properties, ...properties };
  });

describe('templates that the local cloud would only pretend to run', () => {
  it.each([
    [
      'a property of a function',
      'AWS::Lambda::Function',
      { FileSystemConfigs: [] },
      'FileSystemConfigs of the function',
    ],
    [
      'a managed policy',
      'AWS::IAM::Role',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
      'ReadOnlyAccess',
    ],
    ['a FIFO queue', 'AWS::SQS::Queue', { FifoQueue: true }, 'FIFO queue'],
    ['another stage than $default', 'AWS::ApiGatewayV2::Stage', { StageName: 'beta' }, 'beta'],
    ['a local index', 'AWS::DynamoDB::GlobalTable', { LocalSecondaryIndexes: [{}] }, 'local secondary indexes'],
    ['a filter of a queue', 'AWS::Lambda::EventSourceMapping', { FilterCriteria: {} }, 'FilterCriteria of the mapping'],
  ])('are refused with the name of %s', async (...[, type, properties, told]) => {
    await expect(setOnFirst(type, properties)).rejects.toThrow(told);
  });

  it('are refused when a role may not read what its function is mapped to', async () => {
    const withoutReading = startChanged((resources) => {
      for (const { Type, Properties = {} } of resources) {
        if (Type === 'AWS::IAM::Policy') {
          Object.assign(
            Properties,
            JSON.parse(JSON.stringify(Properties).replaceAll('sqs:ReceiveMessage', 'sqs:ListQueues')),
          );
        }
      }
    });
    await expect(withoutReading).rejects.toThrow('not authorized to perform: sqs:ReceiveMessage');
  });

  it('are refused when a route may not call its function', async () => {
    const withoutPermissions = startChanged((resources) => {
      for (const { Type, Properties = {} } of resources) {
        if (Type === 'AWS::Lambda::Permission' && Properties['Principal'] === 'apigateway.amazonaws.com') {
          Properties['Principal'] = 's3.amazonaws.com';
        }
      }
    });
    await expect(withoutPermissions).rejects.toThrow('apigateway.amazonaws.com');
  });
});
