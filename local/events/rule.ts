import { AwsError, notImplemented } from '#local/aws-error.ts';
import { compilePattern, type Pattern } from '#local/events/pattern.ts';
import { readTarget, type Target } from '#local/events/target.ts';
import { localAccount } from '#local/identity.ts';
import { memberListOf, membersOf, optionalText, type Members } from '#local/members.ts';

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
export function readRule(name: string, properties: Members, region: string): Rule {
  const bus = optionalText(properties, 'EventBusName') ?? 'default';
  if (bus.split('/').at(-1) !== 'default') throw notImplemented(`the event bus ${bus} of ${name}`);
  const identity = { name, arn: `arn:aws:events:${region}:${localAccount}:rule/${name}` };
  const scheduleExpression = optionalText(properties, 'ScheduleExpression');
  const hasPattern = properties['EventPattern'] !== undefined;
  if (!hasPattern && scheduleExpression === undefined) {
    throw new AwsError(
      'ValidationException',
      `Parameter(s) EventPattern or ScheduleExpression must be specified for ${name}.`,
    );
  }
  return {
    ...identity,
    enabled: optionalText(properties, 'State') !== 'DISABLED',
    ...(hasPattern && { pattern: compilePattern(membersOf(properties, 'EventPattern')) }),
    ...(scheduleExpression !== undefined && { scheduleExpression }),
    targets: memberListOf(properties, 'Targets').map((target) => readTarget(target, identity)),
  };
}
