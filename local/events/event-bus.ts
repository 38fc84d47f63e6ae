import type { Clock } from '#local/clock.ts';
import { openDatabase } from '#local/database.ts';
import { completeEvent, type CloudEvent, type EventDraft } from '#local/events/event.ts';
import { readRule, type Rule } from '#local/events/rule.ts';
import { readScheduledInvocation, scheduledInput } from '#local/events/scheduled-invocation.ts';
import { openSchedules, type ScheduleView } from '#local/events/schedules.ts';
import type { Target } from '#local/events/target.ts';
import type { Need } from '#local/identity.ts';
import type { Members } from '#local/json-members.ts';

/** How the bus reaches its targets. Each throws or rejects when the target does not take the delivery. */
export interface Deliveries {
  toQueue(queueArn: string, body: string): void;
  /** Hands an event to a function asynchronously: its retries are Lambda's. */
  toFunction(functionArn: string, event: unknown): Promise<void> | void;
}

/** The default event bus of the cloud, its rules and its schedules. */
export interface EventBus {
  /** Adds an `AWS::Events::Rule` by its resolved properties. Throws for what the local cloud does not know. */
  addRule(name: string, properties: Members): void;
  /** Adds an `AWS::Scheduler::Schedule` by its resolved properties. */
  addSchedule(name: string, properties: Members): void;
  /** Begins to fire schedules; call it when the functions are ready. */
  start(): void;
  /** Puts an event of a service on the bus and delivers it. Answers the complete event. */
  putEvent(draft: EventDraft): Promise<CloudEvent>;
  /** Fires a schedule by hand, as if its time had come. Throws ResourceNotFoundException. */
  fireSchedule(name: string): Promise<void>;
  schedules(): ScheduleView[];
  close(): Promise<void>;
}

/** Settings of the bus. `onFailure` is told of deliveries that failed: a bad transformation, a missing queue. */
export interface EventBusOptions {
  clock: Clock;
  region: string;
  folder?: string;
  deliveries: Deliveries;
  onFailure?: (error: unknown, targetArn: string) => void;
  /** Checks the role that a target names for its delivery, as EventBridge assumes it; throws when it may not. */
  authorize?: (roleArn: string, need: Need) => void;
}

function needOf(targetArn: string): Need {
  const action = targetArn.startsWith('arn:aws:sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  return { action, resource: targetArn, context: {} };
}

async function hand(deliveries: Deliveries, targetArn: string, input: string): Promise<void> {
  if (targetArn.startsWith('arn:aws:sqs:')) deliveries.toQueue(targetArn, input);
  else await deliveries.toFunction(targetArn, JSON.parse(input));
}

/** Opens the bus. Its rules come from the template at each start; only the schedules' next times are stored. */
export function openEventBus(options: EventBusOptions): EventBus {
  const { clock, region, deliveries } = options;
  const database = openDatabase(options.folder, 'events');
  const schedules = openSchedules(database, clock);
  const rules: Rule[] = [];
  const now = (): { nowMs: number; region: string } => ({ nowMs: clock.now(), region });

  /** EventBridge would try again for a day; locally a refusal will not heal, so it is dead at once. */
  const deliver = async (target: Target, makeInput: () => string, original: () => string): Promise<void> => {
    try {
      if (target.roleArn !== undefined) options.authorize?.(target.roleArn, needOf(target.arn));
      await hand(deliveries, target.arn, makeInput());
    } catch (error) {
      options.onFailure?.(error, target.arn);
      if (target.deadLetterArn !== undefined) deliveries.toQueue(target.deadLetterArn, original());
    }
  };
  const deliverTo = async (rule: Rule, event: CloudEvent): Promise<void> => {
    const original = (): string => JSON.stringify(event);
    for (const target of rule.targets) await deliver(target, () => target.inputOf(event), original);
  };
  return {
    addRule(name, properties) {
      const rule = readRule(name, properties, region);
      if (!rule.enabled) return;
      rules.push(rule);
      if (rule.scheduleExpression === undefined) return;
      const draft = { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [rule.arn] };
      schedules.add(name, rule.scheduleExpression, () => deliverTo(rule, completeEvent(draft, now())));
    },
    addSchedule(name, properties) {
      const schedule = readScheduledInvocation(name, properties, region);
      if (!schedule.enabled) return;
      schedules.add(name, schedule.scheduleExpression, async () => {
        const input = scheduledInput(schedule, now());
        await deliver(
          schedule.target,
          () => input,
          () => input,
        );
      });
    },
    start: () => schedules.start(),
    async putEvent(draft) {
      const event = completeEvent(draft, now());
      for (const rule of rules) if (rule.pattern?.(event) === true) await deliverTo(rule, event);
      return event;
    },
    fireSchedule: (name) => schedules.fire(name),
    schedules: () => schedules.all(),
    async close() {
      await schedules.close();
      database.close();
    },
  };
}
