import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** A function as deployed. */
export interface DeployedFunction {
  name: string;
  timeoutSeconds: number;
}

/** The part of AWS Lambda's API by which traffic is stopped and settings are read. */
export interface FunctionApi {
  /** The product's functions in the region, with how long each may run. */
  list(): Promise<DeployedFunction[]>;
  /** How much concurrency is reserved for a function; undefined when none is. */
  reservedOf(functionName: string): Promise<number | undefined>;
  /** Reserves concurrency; 0 stops the function, undefined reserves none. */
  reserve(functionName: string, concurrency: number | undefined): Promise<void>;
  /** One setting of a function. Throws an Error when it is missing. */
  settingOf(functionName: string, setting: string): Promise<string>;
}

const pageSchema = z.object({
  Functions: z.array(z.object({ FunctionName: z.string(), Timeout: z.number() })),
  NextMarker: z.string().nullish(),
});
const reservedSchema = z.object({ ReservedConcurrentExecutions: z.number().optional() });
const configurationSchema = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });

const pagesMax = 100;
const attemptsMax = 5;
const firstPauseMs = 50;

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

interface ApiCall {
  method: 'GET' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  body?: string;
}

/** Signs one call by the signer of an installed SDK client: five operations do not need a package of their own. */
async function callOnce(client: DynamoDBClient, region: string, { method, path, query = {}, body }: ApiCall) {
  const address = new URL(process.env['AWS_ENDPOINT_URL'] ?? `https://lambda.${region}.amazonaws.com`);
  const signer = await client.config.signer();
  const { headers } = await signer.sign(
    {
      method,
      protocol: address.protocol,
      hostname: address.hostname,
      path,
      query,
      headers: { host: address.host },
      ...(body === undefined ? {} : { body }),
    },
    {
      signingService: 'lambda',
      signingRegion: region,
      signingDate: new Date(Date.now() + client.config.systemClockOffset),
    },
  );
  const search = new URLSearchParams(query).toString();
  address.pathname = path;
  address.search = search;
  return fetch(address, { method, headers, ...(body === undefined ? {} : { body }) });
}

/** Opens the API with the region and credentials of a client. Throttles and failures are tried again, with bounds. */
export function openFunctionApi(client: DynamoDBClient, region: string): FunctionApi {
  async function call(request: ApiCall): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await callOnce(client, region, request);
      const text = await response.text();
      if (response.ok) return text === '' ? {} : JSON.parse(text);
      const isTransient = response.status === 429 || response.status >= 500;
      if (!isTransient || attempt === attemptsMax) {
        throw new Error(`AWS Lambda answered ${response.status} to ${request.method} ${request.path}`);
      }
      await pause(firstPauseMs * 2 ** attempt);
    }
  }
  const concurrencyOf = (functionName: string) => `/2017-10-31/functions/${functionName}/concurrency`;
  return {
    async list() {
      const found: DeployedFunction[] = [];
      let marker: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const query = { MaxItems: '50', ...(marker === undefined ? {} : { Marker: marker }) };
        const answer = pageSchema.parse(await call({ method: 'GET', path: '/2015-03-31/functions/', query }));
        found.push(...answer.Functions.map((each) => ({ name: each.FunctionName, timeoutSeconds: each.Timeout })));
        marker = answer.NextMarker ?? undefined;
        if (marker === undefined) return found.filter(({ name }) => name.startsWith('sesetoro-'));
      }
      throw new Error('The functions of the region did not end');
    },
    async reservedOf(functionName) {
      const path = `/2019-09-30/functions/${functionName}/concurrency`;
      return reservedSchema.parse(await call({ method: 'GET', path })).ReservedConcurrentExecutions;
    },
    async reserve(functionName, concurrency) {
      const path = concurrencyOf(functionName);
      if (concurrency === undefined) await call({ method: 'DELETE', path });
      else await call({ method: 'PUT', path, body: JSON.stringify({ ReservedConcurrentExecutions: concurrency }) });
    },
    async settingOf(functionName, setting) {
      const path = `/2015-03-31/functions/${functionName}/configuration`;
      const value = configurationSchema.parse(await call({ method: 'GET', path })).Environment.Variables[setting];
      if (value === undefined) throw new Error(`${functionName} has no setting ${setting}`);
      return value;
    },
  };
}
