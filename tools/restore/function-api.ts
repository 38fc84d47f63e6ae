import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';

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
  close(): void;
}

/** Lambda throttles its own API at some calls a second; there are two for each function. */
const attemptsMax = 6;

/** Opens the API with the credentials and endpoint of the environment. @param clockOffset milliseconds to the region's clock */
export function openFunctionApi(region: string, clockOffset: number): FunctionApi {
  const client = new LambdaClient({ region, maxAttempts: attemptsMax, systemClockOffset: clockOffset });
  return {
    async list() {
      const found: DeployedFunction[] = [];
      for await (const { Functions = [] } of paginateListFunctions({ client }, {}))
        for (const { FunctionName: name = '', Timeout: timeoutSeconds = 0 } of Functions)
          if (name.startsWith('sesetoro-')) found.push({ name, timeoutSeconds });
      return found;
    },
    async reservedOf(FunctionName) {
      const answer = await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return answer.ReservedConcurrentExecutions;
    },
    async reserve(FunctionName, ReservedConcurrentExecutions) {
      await (ReservedConcurrentExecutions === undefined
        ? client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
        : client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions })));
    },
    async settingOf(FunctionName, setting) {
      const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const value = Environment?.Variables?.[setting];
      if (value === undefined) throw new Error(`${FunctionName} has no setting ${setting}`);
      return value;
    },
    close: () => client.destroy(),
  };
}
