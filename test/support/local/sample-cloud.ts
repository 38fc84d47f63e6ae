import fs from 'node:fs';
import { startCloud } from '#local/cloud.ts';
import type { Cloud, CloudOptions } from '#local/cloud.ts';
import { synthesiseSample } from '#test/support/local/sample-app.ts';

let sample: ReturnType<typeof synthesiseSample> | undefined;

/** The sample app's stage, synthesised once for all test files of a worker and removed at its end. */
export async function sampleAssembly(): Promise<string> {
  if (sample === undefined) {
    sample = synthesiseSample();
    const { folder } = await sample;
    process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  }
  return (await sample).assemblyFolder;
}

/** Starts a local cloud of the sample app. */
export async function startSample(options: Partial<CloudOptions> = {}): Promise<Cloud> {
  return startCloud({ assemblyFolder: await sampleAssembly(), ...options });
}

/** Calls the HTTP API of a cloud with a body, or with more, and reads the answer. */
export async function call(
  cloud: Cloud,
  route: string,
  sent: string | { body?: string; headers?: Record<string, string> } = {},
) {
  const { body, headers = {} } = typeof sent === 'string' ? { body: sent } : sent;
  const [method = 'GET', path = '/'] = route.split(' ');
  const response = await fetch(`${cloud.apiAddress}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const json: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined;
  return { status: response.status, text, json };
}

/** What the sample's workers wrote down, by the worker's name: `JobWorker`, `ChangeWorker`, `NightWorker`, `HourWorker`. */
export function heard(cloud: Cloud, worker: string): unknown[] {
  const table = cloud.stage
    .resources('AWS::DynamoDB::GlobalTable')
    .find(({ logicalId }) => logicalId.startsWith('Heard'));
  const { Items } = cloud.tables.handle('Scan', { TableName: table?.name }) as {
    Items: Record<string, { S: string }>[];
  };
  return Items.filter((item) => item['id']!.S.startsWith(`${worker}#`)).map((item) => JSON.parse(item['told']!.S));
}
