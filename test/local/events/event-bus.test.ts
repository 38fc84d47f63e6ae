import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openClock, type Clock } from '#local/clock.ts';
import { openEventBus, type EventBus } from '#local/events/event-bus.ts';

const queueArn = 'arn:aws:sqs:ap-southeast-3:000000000000:intake';
const deadArn = 'arn:aws:sqs:ap-southeast-3:000000000000:dead';
const functionArn = 'arn:aws:lambda:ap-southeast-3:000000000000:function:sweep';
const hourMs = 3_600_000;

let clock: Clock;
let bus: EventBus;
const delivered: { arn: string; input: unknown }[] = [];
const failures: string[] = [];

function open(folder?: string): EventBus {
  return openEventBus({
    clock,
    region: 'ap-southeast-3',
    ...(folder !== undefined && { folder }),
    deliveries: {
      toQueue: (arn, body) => void delivered.push({ arn, input: JSON.parse(body) }),
      toFunction: (arn, input) => void delivered.push({ arn, input }),
    },
    onFailure: (error, arn) => failures.push(`${arn}: ${String(error)}`),
  });
}

beforeEach(() => {
  delivered.length = 0;
  failures.length = 0;
  clock = openClock();
  bus = open();
});
afterEach(() => bus.close());

const created = { source: 'aws.s3', detailType: 'Object Created', detail: { object: { key: 'incoming/a' } } };

describe('rules', () => {
  test('an event goes to each target of each rule that it fits, and nowhere else', async () => {
    const EventPattern = { source: ['aws.s3'] };
    bus.addRule('objects', { EventPattern, Targets: [{ Arn: queueArn }, { Arn: functionArn, InputPath: '$.detail' }] });
    bus.addRule('mail', { EventPattern: { source: ['aws.ses'] }, Targets: [{ Arn: queueArn }] });
    const event = await bus.putEvent(created);
    expect(delivered).toEqual([
      { arn: queueArn, input: event },
      { arn: functionArn, input: created.detail },
    ]);
    expect(event).toMatchObject({ version: '0', account: '000000000000', region: 'ap-southeast-3', resources: [] });
  });

  test('a target can have a constant input', async () => {
    const Targets = [{ Arn: functionArn, Input: '{"job":"sweep"}' }];
    bus.addRule('objects', { EventPattern: { source: ['aws.s3'] }, Targets });
    await bus.putEvent(created);
    expect(delivered[0]!.input).toEqual({ job: 'sweep' });
  });

  test('a disabled rule delivers nothing', async () => {
    bus.addRule('objects', { EventPattern: { source: ['aws.s3'] }, State: 'DISABLED', Targets: [{ Arn: queueArn }] });
    await bus.putEvent(created);
    expect(delivered).toEqual([]);
  });

  test('what cannot be delivered is reported and goes to the dead-letter queue of the target', async () => {
    const Targets = [{ Arn: queueArn, InputPath: '$.detail.missing', DeadLetterConfig: { Arn: deadArn } }];
    bus.addRule('objects', { EventPattern: { source: ['aws.s3'] }, Targets });
    const event = await bus.putEvent(created);
    expect(failures).toEqual([expect.stringContaining('$.detail.missing')]);
    expect(delivered).toEqual([{ arn: deadArn, input: event }]);
  });

  test('targets, buses and inputs that the local cloud does not know are refused by name', () => {
    const EventPattern = { source: ['aws.s3'] };
    const stream = 'arn:aws:kinesis:ap-southeast-3:000000000000:stream/s';
    expect(() => bus.addRule('r', { EventPattern, Targets: [{ Arn: stream }] })).toThrow(stream);
    expect(() => bus.addRule('r', { EventPattern, EventBusName: 'other' })).toThrow('other');
    const both = [{ Arn: queueArn, Input: '{}', InputPath: '$' }];
    expect(() => bus.addRule('r', { EventPattern, Targets: both })).toThrow('Only one of');
  });
});

describe('schedules', () => {
  const sweep = { ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: functionArn }] };
  const calls = (count: number) => vi.waitFor(() => expect(delivered).toHaveLength(count));

  test('a scheduled rule hands its target a scheduled event when its time has come', async () => {
    bus.addRule('sweep', sweep);
    bus.start();
    clock.turnBy(hourMs - 5_000);
    expect(delivered).toEqual([]);
    clock.turnBy(5_000);
    await calls(1);
    expect(delivered[0]!.input).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: ['arn:aws:events:ap-southeast-3:000000000000:rule/sweep'],
      detail: {},
    });
  });

  test('a clock turned by seven years fires a schedule once, and goes on from there', async () => {
    bus.addRule('sweep', sweep);
    bus.start();
    clock.turnBy(7 * 365 * 24 * hourMs);
    await calls(1);
    expect(bus.schedules()[0]!.nextAtMs).toBeGreaterThan(clock.now());
    clock.turnBy(hourMs);
    await calls(2);
  });

  test('a schedule can be fired by hand, and an unknown one cannot', async () => {
    bus.addRule('sweep', sweep);
    await bus.fireSchedule('sweep');
    expect(delivered).toHaveLength(1);
    await expect(bus.fireSchedule('other')).rejects.toThrow('other');
  });

  test('a schedule of the scheduler service sends its input with context attributes', async () => {
    const Input = '{"at":"<aws.scheduler.scheduled-time>","of":"<aws.scheduler.schedule-arn>"}';
    const Target = { Arn: functionArn, RoleArn: 'arn:aws:iam::000000000000:role/scheduler', Input };
    bus.addSchedule('nightly', { ScheduleExpression: 'cron(0 19 * * ? *)', Target });
    await bus.fireSchedule('nightly');
    const of = 'arn:aws:scheduler:ap-southeast-3:000000000000:schedule/default/nightly';
    expect(delivered[0]!.input).toEqual({ at: expect.stringMatching(/^\d{4}-.*Z$/) as unknown, of });
  });

  test('a target with a role is delivered only when that role may', async () => {
    const asked: unknown[] = [];
    const authorize = (roleArn: string, need: unknown) => {
      asked.push([roleArn, need]);
      throw new Error('AccessDenied');
    };
    const guarded = openEventBus({
      clock,
      region: 'ap-southeast-3',
      deliveries: { toQueue: () => undefined, toFunction: () => void delivered.push({ arn: functionArn, input: {} }) },
      authorize,
      onFailure: (error) => failures.push(String(error)),
    });
    const Target = { Arn: functionArn, RoleArn: 'arn:aws:iam::000000000000:role/scheduler' };
    guarded.addSchedule('nightly', { ScheduleExpression: 'rate(1 day)', Target });
    await guarded.fireSchedule('nightly');
    const need = { action: 'lambda:InvokeFunction', resource: functionArn, context: {} };
    expect(asked).toEqual([[Target.RoleArn, need]]);
    expect([delivered, failures]).toEqual([[], ['Error: AccessDenied']]);
    await guarded.close();
  });

  test('a time zone other than UTC is refused by name', () => {
    const schedule = {
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'Asia/Jakarta',
      Target: { Arn: functionArn },
    };
    expect(() => bus.addSchedule('nightly', schedule)).toThrow('Asia/Jakarta');
  });

  test('a schedule that came due while the cloud was down fires once after the restart', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'events-'));
    const first = open(folder);
    first.addRule('sweep', sweep);
    await first.close();
    clock.turnBy(3 * hourMs);
    const second = open(folder);
    second.addRule('sweep', sweep);
    second.start();
    await calls(1);
    await second.close();
    fs.rmSync(folder, { recursive: true });
  });
});
