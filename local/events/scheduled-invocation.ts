import { randomUUID } from 'node:crypto';
import { notImplemented } from '#local/aws-error.ts';
import { completeEvent, wholeSeconds } from '#local/events/event.ts';
import { readTarget, type Target } from '#local/events/target.ts';
import { localAccount } from '#local/identity.ts';
import { recordAt, optionalTextAt, textAt, type Properties } from '#local/template/properties.ts';

/** An `AWS::Scheduler::Schedule`. */
export interface ScheduledInvocation {
  name: string;
  arn: string;
  enabled: boolean;
  scheduleExpression: string;
  target: Target;
  /** The declared input, with context attributes still in it. */
  input?: string;
}

const utc = ['UTC', 'Etc/UTC'];

/** Reads a schedule's resolved properties. Throws for time zones other than UTC, groups and unknown targets. */
export function readScheduledInvocation(name: string, properties: Properties, region: string): ScheduledInvocation {
  const zone = optionalTextAt(properties, 'ScheduleExpressionTimezone') ?? 'UTC';
  if (!utc.includes(zone)) throw notImplemented(`the time zone ${zone} of the schedule ${name}`);
  const group = optionalTextAt(properties, 'GroupName') ?? 'default';
  const arn = `arn:aws:scheduler:${region}:${localAccount}:schedule/${group}/${name}`;
  const target = recordAt(properties, 'Target');
  const input = optionalTextAt(target, 'Input');
  return {
    name,
    arn,
    enabled: optionalTextAt(properties, 'State') !== 'DISABLED',
    scheduleExpression: textAt(properties, 'ScheduleExpression'),
    target: readTarget(target, { name, arn }),
    ...(input !== undefined && { input }),
  };
}

/** The event of a schedule that declares no input. Its detail is a text, unlike that of a rule's scheduled event. */
function scheduledEvent(schedule: ScheduledInvocation, context: { nowMs: number; region: string }): Properties {
  const draft = { source: 'aws.scheduler', detailType: 'Scheduled Event', detail: {}, resources: [schedule.arn] };
  return { ...completeEvent(draft, context), detail: '{}' };
}

/**
 * What a schedule sends when it fires: its input with EventBridge Scheduler's context attributes put in (Scheduler user
 * guide, "Adding context attributes"), or a scheduled event.
 */
export function scheduledInput(schedule: ScheduledInvocation, context: { nowMs: number; region: string }): string {
  if (schedule.input === undefined) return JSON.stringify(scheduledEvent(schedule, context));
  return schedule.input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', wholeSeconds(context.nowMs))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}
