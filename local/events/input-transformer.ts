import { AwsError } from '#local/aws-error.ts';
import type { CloudEvent } from '#local/events/event.ts';
import { compilePath } from '#local/events/json-path.ts';

/** What a template may know of the rule besides the event. */
export interface RuleIdentity {
  name: string;
  arn: string;
}

/** Makes the text that a target gets from an event. Throws when the result is no JSON although the template is. */
export type Transform = (event: CloudEvent) => string;

type Variable = (event: CloudEvent) => unknown;

const placeholder = /<([^<>]+)>/g;
const quoteOrPlaceholder = /\\.|"|<([^<>]+)>/gs;

/** EventBridge's reserved variables; `aws.events.event` has no detail and writes `detail-type` in camel case. */
function reservedVariables(rule: RuleIdentity): Record<string, Variable> {
  return {
    'aws.events.rule-arn': () => rule.arn,
    'aws.events.rule-name': () => rule.name,
    'aws.events.event.ingestion-time': (event) => event.time,
    'aws.events.event.json': (event) => event,
    'aws.events.event': (event) => ({
      ...event,
      detailType: event['detail-type'],
      'detail-type': undefined,
      detail: undefined,
    }),
  };
}

/** A value inside quotes: never escaped; of objects and lists the quotes are dropped. */
function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/** A value outside quotes is JSON; one that is not in the event becomes an empty string. */
function asJson(value: unknown): string {
  return JSON.stringify(value === undefined ? '' : value);
}

function checkPlaceholders(template: string, variables: Record<string, Variable>): void {
  for (const [, name = ''] of template.matchAll(placeholder)) {
    if (variables[name] !== undefined) continue;
    throw new AwsError('ValidationException', `InputTemplate contains invalid placeholder ${name}.`);
  }
}

/**
 * Compiles an `InputTransformer`. A template in quotes gives a JSON string whose variables are put in as they are,
 * without escaping; any other template must give JSON, which is minified (EventBridge user guide, "Input transformation").
 * Throws for a placeholder that `paths` does not define.
 */
export function compileTransformer(paths: Record<string, string>, template: string, rule: RuleIdentity): Transform {
  const own = Object.entries(paths).map(([name, path]): [string, Variable] => [name, compilePath(path)]);
  const variables: Record<string, Variable> = { ...Object.fromEntries(own), ...reservedVariables(rule) };
  checkPlaceholders(template, variables);
  const isString = template.trimStart().startsWith('"');
  return (event) => {
    let quoted = false;
    const filled = template.replace(quoteOrPlaceholder, (found: string, name: string | undefined) => {
      if (found === '"') quoted = !quoted;
      if (name === undefined) return found;
      const value = variables[name]?.(event);
      return quoted ? asText(value) : asJson(value);
    });
    return isString ? filled : JSON.stringify(JSON.parse(filled));
  };
}
