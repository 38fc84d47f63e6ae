import { AwsError, notImplemented } from '../aws-error.ts';
import { localAccount, type Need } from '../identity.ts';
import { isMembers, readWhole, type Members } from '../json-members.ts';
import type { FunctionSettings } from './environment.ts';
import type { LambdaHost } from './host.ts';

/** An answer of Lambda's REST-JSON protocol. */
export interface ControlAnswer {
  status: number;
  headers: Record<string, string>;
  body: Members;
}

/** The part of Lambda's own API that tools of operators call: which functions there are, and how many may run at once. */
export interface ControlPlane {
  /** Answers a request, errors included. */
  handleHttp(method: string, path: string, body: Buffer): ControlAnswer;
  /** The permissions a request amounts to. Throws NotImplemented for operations that are not here. */
  needsOf(method: string, path: string): Need[];
}

interface ControlCall {
  action: string;
  functionName: string | undefined;
}

const functionOperations: Readonly<Record<string, string>> = {
  'GET configuration': 'GetFunctionConfiguration',
  'GET concurrency': 'GetFunctionConcurrency',
  'PUT concurrency': 'PutFunctionConcurrency',
  'DELETE concurrency': 'DeleteFunctionConcurrency',
};

/** Which operation a method and a path name; the dated prefix differs by operation and says nothing here. */
function understand(method: string, url: string): ControlCall {
  const [path = ''] = url.split('?');
  const [matched, name = '', aspect = ''] =
    /^\/\d{4}-\d{2}-\d{2}\/functions(?:\/([^/]*)(?:\/(\w+))?)?\/?$/.exec(path) ?? [];
  if (method === 'GET' && matched !== undefined && name === '')
    return { action: 'ListFunctions', functionName: undefined };
  const action = functionOperations[`${method} ${aspect}`];
  if (name === '' || action === undefined) throw notImplemented(`lambda:${method} ${path}`);
  return { action, functionName: decodeURIComponent(name) };
}

function describe({ functionName, functionArn, variables, timeoutMs, memoryMegabytes }: FunctionSettings): Members {
  const declared = Object.entries(variables).filter(([name]) => !name.startsWith('AWS_'));
  return {
    FunctionName: functionName,
    FunctionArn: functionArn,
    Timeout: timeoutMs / 1000,
    MemorySize: memoryMegabytes,
    Environment: { Variables: Object.fromEntries(declared) },
  };
}

function readReserved(body: Buffer): number {
  const input: unknown = JSON.parse(body.toString('utf8') || '{}');
  const reserved = isMembers(input) ? readWhole(input, 'ReservedConcurrentExecutions') : undefined;
  if (reserved !== undefined && reserved >= 0) return reserved;
  throw new AwsError('InvalidParameterValueException', 'ReservedConcurrentExecutions must be 0 or more');
}

const pageFunctions = 50;

function listPage(host: LambdaHost, url: string): Members {
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const after = query.get('Marker') ?? '';
  const limit = Math.min(Number(query.get('MaxItems') ?? pageFunctions), pageFunctions);
  const names = host
    .functionNames()
    .filter((name) => name > after)
    .toSorted((left, right) => (left < right ? -1 : 1));
  const page = names.slice(0, limit);
  const Functions = page.map((name) => describe(host.settingsOf(name)));
  return { Functions, ...(names.length > limit && { NextMarker: page.at(-1) }) };
}

function describeReserved(host: LambdaHost, functionName: string): Members {
  const reserved = host.reservedOf(functionName);
  return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
}

function perform(
  host: LambdaHost,
  { action, functionName = '' }: ControlCall,
  { url, body }: { url: string; body: Buffer },
): Members {
  if (action === 'ListFunctions') return listPage(host, url);
  if (action === 'GetFunctionConfiguration') return describe(host.settingsOf(functionName));
  if (action === 'PutFunctionConcurrency') host.reserve(functionName, readReserved(body));
  if (action === 'DeleteFunctionConcurrency') host.reserve(functionName, undefined);
  return action === 'DeleteFunctionConcurrency' ? {} : describeReserved(host, functionName);
}

function render({ code, status, message }: AwsError): ControlAnswer {
  return { status, headers: { 'x-amzn-errortype': code }, body: { Type: 'User', message } };
}

/** Opens Lambda's own API over the functions of a host. */
export function openControlPlane(host: LambdaHost, region: string): ControlPlane {
  return {
    handleHttp(method, url, body) {
      try {
        const call = understand(method, url);
        const answer = perform(host, call, { url, body });
        return { status: call.action === 'DeleteFunctionConcurrency' ? 204 : 200, headers: {}, body: answer };
      } catch (error) {
        if (error instanceof AwsError) return render(error);
        throw error;
      }
    },
    needsOf(method, url) {
      const { action, functionName } = understand(method, url);
      const arn = `arn:aws:lambda:${region}:${localAccount}:function:${functionName}`;
      return [{ action: `lambda:${action}`, resource: functionName === undefined ? '*' : arn, context: {} }];
    },
  };
}
