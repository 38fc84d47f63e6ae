import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { startSample } from '#test/support/local/sample-cloud.ts';

let cloud: Cloud;
let functionName: string;
beforeAll(async () => {
  cloud = await startSample();
  functionName = cloud.host.functionNames().find((name) => name.includes('Items')) ?? '';
});
afterAll(() => cloud.stop());

/** Calls Lambda's API, signed by an installed SDK client as the tools do. */
async function call(method: string, path: string, { body, as }: { body?: string; as?: string } = {}) {
  const { endpoint, region, ...rest } = cloud.clientSettings(as);
  const { protocol, hostname, host } = new URL(endpoint);
  const signer = await new DynamoDBClient({ region, ...rest }).config.signer();
  const request = { method, protocol, hostname, path, query: {}, headers: { host }, ...(body && { body }) };
  const { headers } = await signer.sign(request, { signingService: 'lambda', signingRegion: region });
  const response = await fetch(endpoint + path, { method, headers, ...(body && { body }) });
  const text = await response.text();
  return { status: response.status, answer: text === '' ? undefined : JSON.parse(text) };
}
const concurrency = () => `/2017-10-31/functions/${functionName}/concurrency`;

describe('Lambda’s own API', () => {
  it('lists functions and tells their settings without credentials', async () => {
    const { answer } = await call('GET', '/2015-03-31/functions/');
    expect(answer.Functions.map(({ FunctionName }: { FunctionName: string }) => FunctionName).toSorted()).toEqual(
      cloud.host.functionNames().toSorted(),
    );
    const one = await call('GET', `/2015-03-31/functions/${functionName}/configuration`);
    expect(one.answer.FunctionName).toBe(functionName);
    expect(JSON.stringify(one.answer)).not.toMatch(/SECRET|SESSION_TOKEN/);
  });

  it('stops a function with no concurrency, which the gateway answers with 503, and lets it go on', async () => {
    const items = () => fetch(`${cloud.apiAddress}/items/none`).then(({ status }) => status);
    const before = await items();
    expect(before).not.toBe(503);
    const stopped = await call('PUT', concurrency(), { body: '{"ReservedConcurrentExecutions":0}' });
    expect(stopped).toEqual({ status: 200, answer: { ReservedConcurrentExecutions: 0 } });
    expect(await items()).toBe(503);
    expect((await call('GET', `/2019-09-30/functions/${functionName}/concurrency`)).answer).toEqual({
      ReservedConcurrentExecutions: 0,
    });
    expect((await call('DELETE', concurrency())).status).toBe(204);
    expect((await call('GET', `/2019-09-30/functions/${functionName}/concurrency`)).answer).toEqual({});
    expect(await items()).toBe(before);
  });

  it('refuses a function that is not there, a wrong number, an unknown operation and a role without the right', async () => {
    expect((await call('GET', '/2015-03-31/functions/none/configuration')).status).toBe(404);
    expect((await call('PUT', concurrency(), { body: '{"ReservedConcurrentExecutions":-1}' })).status).toBe(400);
    expect((await call('POST', '/2015-03-31/functions/')).status).toBe(501);
    expect((await call('DELETE', concurrency(), { as: functionName })).status).toBe(400);
    expect(cloud.denials().at(-1)?.action).toBe('lambda:DeleteFunctionConcurrency');
  });
});
