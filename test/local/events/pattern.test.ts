import { describe, expect, test } from 'vitest';
import { compilePattern } from '#local/events/pattern.ts';

const event = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: {
    bucket: { name: 'kyc' },
    object: { key: 'incoming/a.jpg', size: 12 },
    reason: 'PutObject',
    tags: ['a', 'b'],
    none: null,
  },
};
const fits = (pattern: Record<string, unknown>, value: unknown = event) => compilePattern(pattern)(value);

describe('event patterns', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['an exact value fits', { source: ['aws.s3'] }, true],
    ['one of several values fits', { source: ['aws.ses', 'aws.s3'] }, true],
    ['another value does not fit', { source: ['aws.ses'] }, false],
    ['all fields must fit', { source: ['aws.s3'], detail: { reason: ['CopyObject'] } }, false],
    ['a prefix fits', { detail: { object: { key: [{ prefix: 'incoming/' }] } } }, true],
    ['a suffix fits', { detail: { object: { key: [{ suffix: '.png' }] } } }, false],
    ['letters of another case fit when asked for', { source: [{ 'equals-ignore-case': 'AWS.S3' }] }, true],
    ['a number fits its range', { detail: { object: { size: [{ numeric: ['>', 0, '<=', 12] }] } } }, true],
    ['a number outside its range does not fit', { detail: { object: { size: [{ numeric: ['>', 12] }] } } }, false],
    ['a number is not its text', { detail: { object: { size: ['12'] } } }, false],
    ['null fits null', { detail: { none: [null] } }, true],
    ['a list fits by one of its elements', { detail: { tags: ['b'] } }, true],
    ['anything but a value fits', { detail: { reason: [{ 'anything-but': ['CopyObject'] }] } }, true],
    ['anything but this value does not fit', { detail: { reason: [{ 'anything-but': 'PutObject' }] } }, false],
    [
      'anything but a prefix fits',
      { detail: { object: { key: [{ 'anything-but': { prefix: 'accepted/' } }] } } },
      true,
    ],
    ['anything but needs the field', { detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    ['a field that must exist fits', { detail: { reason: [{ exists: true }] } }, true],
    ['an object is no leaf that exists', { detail: { bucket: [{ exists: true }] } }, false],
    ['a field that must be absent fits', { detail: { missing: { deep: [{ exists: false }] } } }, true],
    ['either branch of $or fits', { $or: [{ source: ['aws.ses'] }, { detail: { reason: ['PutObject'] } }] }, true],
    ['no branch of $or fits', { $or: [{ source: ['aws.ses'] }, { detail: { reason: ['CopyObject'] } }] }, false],
  ])('%s', (_, pattern, expected) => expect(fits(pattern)).toBe(expected));

  test('a pattern looks into the objects of a list', () => {
    const record = { detail: { people: [{ id: 'a' }, { id: 'b' }] } };
    expect(fits({ detail: { people: { id: ['b'] } } }, record)).toBe(true);
  });

  test('a stream record fits by its new image', () => {
    const record = { eventName: 'INSERT', dynamodb: { NewImage: { state: { S: 'waiting' } } } };
    const pattern = {
      eventName: ['INSERT'],
      dynamodb: { NewImage: { state: { S: ['waiting'] }, sent: { S: [{ exists: false }] } } },
    };
    expect(fits(pattern, record)).toBe(true);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an unknown matcher', { source: [{ cidr: '10.0.0.0/8' }] }],
    ['a value outside a list', { source: 'aws.s3' }],
    ['an empty list', { source: [] }],
    ['an empty pattern', {}],
  ])('%s is refused when the rule is made', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow('Event pattern is not valid');
  });
});
