import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { startSample } from '#test/support/local/sample-cloud.ts';

let cloud: Cloud;
let lambda: LambdaClient;
let FunctionName: string;
const clientAs = (functionName?: string) => new LambdaClient({ ...cloud.clientSettings(functionName), maxAttempts: 1 });
beforeAll(async () => {
  cloud = await startSample();
  lambda = clientAs();
  FunctionName = cloud.host.functionNames().find((name) => name.includes('Items')) ?? '';
});
afterAll(async () => {
  lambda.destroy();
  await cloud.stop();
});

const reserve = (ReservedConcurrentExecutions: number) =>
  lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
const reserved = async () =>
  (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;

describe('Lambda’s own API', () => {
  it('lists functions page by page', async () => {
    const names: string[] = [];
    let pages = 0;
    for await (const { Functions = [] } of paginateListFunctions({ client: lambda, pageSize: 1 }, {})) {
      names.push(...Functions.map((each) => each.FunctionName ?? ''));
      pages += 1;
    }
    expect(names.toSorted()).toEqual(cloud.host.functionNames().toSorted());
    expect(pages).toBe(names.length);
  });

  it('tells the settings of a function without credentials', async () => {
    const one = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(one.FunctionName).toBe(FunctionName);
    expect(JSON.stringify(one.Environment)).not.toMatch(/SECRET|SESSION_TOKEN/);
  });

  it('stops a function with no concurrency, which the gateway answers with 503, and lets it go on', async () => {
    const items = () => fetch(`${cloud.apiAddress}/items/none`).then(({ status }) => status);
    const before = await items();
    expect(before).not.toBe(503);
    expect((await reserve(0)).ReservedConcurrentExecutions).toBe(0);
    expect(await items()).toBe(503);
    expect(await reserved()).toBe(0);
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await reserved()).toBeUndefined();
    expect(await items()).toBe(before);
  });

  it('refuses a function that is not there, a wrong number and an operation that it does not have', async () => {
    await expect(lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(reserve(-1)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    });
  });

  it('refuses a role without the right', async () => {
    const own = clientAs(FunctionName);
    await expect(own.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    own.destroy();
    expect(cloud.denials().at(-1)?.action).toBe('lambda:DeleteFunctionConcurrency');
  });
});
