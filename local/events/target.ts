import { AwsError, notImplemented } from '#local/aws-error.ts';
import type { CloudEvent } from '#local/events/event.ts';
import { compileTransformer, type RuleIdentity, type Transform } from '#local/events/input-transformer.ts';
import { compilePath } from '#local/events/json-path.ts';
import { recordAt, optionalTextAt, textAt, type Properties } from '#local/template/properties.ts';

/** Where a rule or a schedule sends what it makes of an event. */
export interface Target {
  /** ARN of a queue or a function. */
  arn: string;
  /** The text for the target: the body of a message, the JSON of a function's event. */
  inputOf: Transform;
  /** Queue for what could not be delivered. */
  deadLetterArn?: string;
  roleArn?: string;
}

function readPaths(transformer: Properties): Record<string, string> {
  const paths = recordAt(transformer, 'InputPathsMap');
  return Object.fromEntries(Object.keys(paths).map((name) => [name, textAt(paths, name)]));
}

function compileInputPath(path: string): Transform {
  const read = compilePath(path);
  return (event) => {
    const value = read(event);
    if (value === undefined) throw new Error(`The event has nothing at ${path}`);
    return JSON.stringify(value);
  };
}

function compileInput(properties: Properties, rule: RuleIdentity): Transform {
  const kinds = ['Input', 'InputPath', 'InputTransformer'].filter((kind) => properties[kind] !== undefined);
  if (kinds.length > 1) {
    const message = `Only one of Input, InputPath, or InputTransformer must be provided for target of ${rule.name}.`;
    throw new AwsError('ValidationException', message);
  }
  const input = optionalTextAt(properties, 'Input');
  if (input !== undefined) return () => input;
  const path = optionalTextAt(properties, 'InputPath');
  if (path !== undefined) return compileInputPath(path);
  if (kinds.length === 0) return (event: CloudEvent) => JSON.stringify(event);
  const transformer = recordAt(properties, 'InputTransformer');
  return compileTransformer(readPaths(transformer), textAt(transformer, 'InputTemplate'), rule);
}

/** Reads a target of a rule. Throws NotImplemented for targets other than standard queues and functions. */
export function readTarget(properties: Properties, rule: RuleIdentity): Target {
  const arn = textAt(properties, 'Arn');
  if (!/^arn:aws:(?:sqs|lambda):/.test(arn)) throw notImplemented(`the target ${arn} of ${rule.name}`);
  const deadLetterArn = optionalTextAt(recordAt(properties, 'DeadLetterConfig'), 'Arn');
  const roleArn = optionalTextAt(properties, 'RoleArn');
  return {
    arn,
    inputOf: compileInput(properties, rule),
    ...(deadLetterArn && { deadLetterArn }),
    ...(roleArn && { roleArn }),
  };
}
