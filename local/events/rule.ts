import { AwsError, notImplemented } from '#local/aws-error.ts';
import { compilePattern, type Pattern } from '#local/events/pattern.ts';
import { readTarget, type Target } from '#local/events/target.ts';
import { localAccount } from '#local/identity.ts';
import { recordsAt, recordAt, optionalTextAt, type Properties } from '#local/template/properties.ts';

/** An `AWS::Events::Rule`: what fits its pattern, or its schedule, goes to its targets. */
export interface Rule {
  name: string;
  arn: string;
  enabled: boolean;
  pattern?: Pattern;
  scheduleExpression?: string;
  targets: Target[];
}

/** Reads a rule's resolved properties. Throws for other buses than the default, bad patterns and unknown targets. */
export function readRule(name: string, properties: Properties, region: string): Rule {
  const bus = optionalTextAt(properties, 'EventBusName') ?? 'default';
  if (bus.split('/').at(-1) !== 'default') throw notImplemented(`the event bus ${bus} of ${name}`);
  const identity = { name, arn: `arn:aws:events:${region}:${localAccount}:rule/${name}` };
  const scheduleExpression = optionalTextAt(properties, 'ScheduleExpression');
  const hasPattern = properties['EventPattern'] !== undefined;
  if (!hasPattern && scheduleExpression === undefined) {
    throw new AwsError(
      'ValidationException',
      `Parameter(s) EventPattern or ScheduleExpression must be specified for ${name}.`,
    );
  }
  return {
    ...identity,
    enabled: optionalTextAt(properties, 'State') !== 'DISABLED',
    ...(hasPattern && { pattern: compilePattern(recordAt(properties, 'EventPattern')) }),
    ...(scheduleExpression !== undefined && { scheduleExpression }),
    targets: recordsAt(properties, 'Targets').map((target) => readTarget(target, identity)),
  };
}
