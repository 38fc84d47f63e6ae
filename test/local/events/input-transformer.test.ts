import { describe, expect, test } from 'vitest';
import { completeEvent } from '#local/events/event.ts';
import { compileTransformer } from '#local/events/input-transformer.ts';

const rule = { name: 'mail-events', arn: 'arn:aws:events:ap-southeast-3:000000000000:rule/mail-events' };
const draft = {
  source: 'aws.ec2',
  detailType: 'State change',
  detail: {
    'instance-id': 'i-0123',
    state: 'RUNNING',
    count: 3,
    nested: { a: 'b' },
    list: [{ id: 1 }, { id: 2 }],
    said: 'a "b"',
  },
};
const event = completeEvent(draft, { nowMs: Date.UTC(2026, 10, 24), region: 'ap-southeast-3' });
const paths = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  nested: '$.detail.nested',
  ids: '$.detail.list[*].id',
  second: '$.detail.list[1].id',
  said: '$.detail.said',
  missing: '$.detail.not-there',
};
const transform = (template: string) => compileTransformer(paths, template, rule)(event);

describe('input transformers', () => {
  test.each([
    ['a string template stays a JSON string', '"instance <instance> is in <state>"', '"instance i-0123 is in RUNNING"'],
    [
      'escaped quotes stay escaped',
      '"instance \\"<instance>\\" is in <state>"',
      '"instance \\"i-0123\\" is in RUNNING"',
    ],
    ['a missing value is nothing inside a string', '"command <missing>"', '"command "'],
    ['an object inside a string loses its quotes', '"nested <nested>"', '"nested {a:b}"'],
    [
      'variables outside quotes become JSON',
      '{ "i": <instance>, "n": <count>, "o": <nested> }',
      '{"i":"i-0123","n":3,"o":{"a":"b"}}',
    ],
    [
      'variables inside quotes become text',
      '{"status": "<instance> is \\"<state>\\""}',
      '{"status":"i-0123 is \\"RUNNING\\""}',
    ],
    ['a missing value outside quotes becomes an empty string', '{"command": <missing>}', '{"command":""}'],
    ['variables may stand in lists', '{"state": [9, <state>, true]}', '{"state":[9,"RUNNING",true]}'],
    [
      'list elements are reached by index and by wildcard',
      '{"all": <ids>, "second": <second>}',
      '{"all":[1,2],"second":2}',
    ],
    ['a text with quotes is JSON outside quotes', '{"said": <said>}', '{"said":"a \\"b\\""}'],
    [
      'the rule can be named',
      '{"rule": <aws.events.rule-name>, "arn": "<aws.events.rule-arn>"}',
      `{"rule":"mail-events","arn":"${rule.arn}"}`,
    ],
    ['the time of arrival can be named', '"<aws.events.event.ingestion-time>"', '"2026-11-24T00:00:00Z"'],
    ['the whole event can be passed on', '{"event": <aws.events.event.json>}', JSON.stringify({ event })],
  ])('%s', (_, template, expected) => expect(transform(template)).toBe(expected));

  test('the reserved event has no detail and writes its type in camel case', () => {
    const { detail: _, 'detail-type': detailType, ...rest } = event;
    expect(JSON.parse(transform('{"event": <aws.events.event>}'))).toEqual({ event: { ...rest, detailType } });
  });

  test('values are not escaped inside quotes, so that a quote in a value spoils the delivery as on AWS', () => {
    expect(() => transform('{"said": "<said>"}')).toThrow(SyntaxError);
  });

  test('a placeholder without a path is refused when the rule is made', () => {
    expect(() => transform('"<unheard-of>"')).toThrow('invalid placeholder unheard-of');
  });

  test('a path that AWS would never find is refused when the rule is made', () => {
    const bad = { set: '$.detail.mail.tags.ses:configuration-set' };
    expect(() => compileTransformer(bad, '"<set>"', rule)).toThrow('Invalid JSON path');
  });
});
