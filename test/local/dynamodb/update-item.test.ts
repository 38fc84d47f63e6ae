import { GetCommand, PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoDbService, rejectionOf, type DynamoDbService } from '#test/support/local/dynamodb-service.ts';

let service: DynamoDbService;
let TableName: string;
beforeAll(async () => {
  service = await openDynamoDbService();
  TableName = await service.createTable();
});
afterAll(() => service.close());

const Key = { pk: 'a', sk: '1' };
type Expression = Pick<UpdateCommandInput, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;

async function update(before: object, UpdateExpression: string, expression: Expression = {}) {
  await service.document.send(new PutCommand({ TableName, Item: { ...Key, ...before } }));
  const answer = await service.document.send(
    new UpdateCommand({ TableName, Key, UpdateExpression, ReturnValues: 'ALL_NEW', ...expression }),
  );
  const { pk: _pk, sk: _sk, ...rest } = answer.Attributes ?? {};
  return rest;
}

const values = (ExpressionAttributeValues: Record<string, unknown>): Expression => ({ ExpressionAttributeValues });

describe('UpdateItem', () => {
  it('creates the item when there is none', async () => {
    const fresh = { pk: 'fresh', sk: '1' };
    await service.document.send(
      new UpdateCommand({ TableName, Key: fresh, UpdateExpression: 'SET n = :n', ...values({ ':n': 1 }) }),
    );
    expect((await service.document.send(new GetCommand({ TableName, Key: fresh }))).Item).toEqual({ ...fresh, n: 1 });
  });

  const cases: [rule: string, before: object, expression: string, given: object, after: object][] = [
    ['counts exactly', { n: 0.1 }, 'SET n = n + :v', { ':v': 0.2 }, { n: 0.3 }],
    ['subtracts', { n: 5 }, 'SET n = n - :v', { ':v': 7 }, { n: -2 }],
    [
      'falls back where an attribute is missing',
      {},
      'SET n = if_not_exists(n, :z) + :v',
      { ':z': 0, ':v': 1 },
      { n: 1 },
    ],
    ['keeps an attribute that is there', { n: 8 }, 'SET n = if_not_exists(n, :z)', { ':z': 0 }, { n: 8 }],
    ['appends to a list', { l: [1] }, 'SET l = list_append(l, :v)', { ':v': [2] }, { l: [1, 2] }],
    [
      'writes into maps and lists',
      { m: { a: 1 }, l: [1, 2] },
      'SET m.b = :v, l[1] = :v',
      { ':v': 9 },
      { m: { a: 1, b: 9 }, l: [1, 9] },
    ],
    ['appends past the end of a list', { l: [1] }, 'SET l[7] = :v', { ':v': 9 }, { l: [1, 9] }],
    ['reads the item as it was', { x: 1, y: 2 }, 'SET x = y, y = x', {}, { x: 2, y: 1 }],
    ['removes list elements at once', { l: ['a', 'b', 'c'] }, 'REMOVE l[0], l[1]', {}, { l: ['c'] }],
    ['adds to a number that is missing', {}, 'ADD n :v', { ':v': 5 }, { n: 5 }],
    ['adds to a set', { s: new Set(['a']) }, 'ADD s :v', { ':v': new Set(['a', 'b']) }, { s: new Set(['a', 'b']) }],
    ['deletes from a set', { s: new Set([1, 2]) }, 'DELETE s :v', { ':v': new Set([1]) }, { s: new Set([2]) }],
    ['removes a set that becomes empty', { s: new Set(['a']) }, 'DELETE s :v', { ':v': new Set(['a']) }, {}],
    ['combines sections', { a: 1, b: 2 }, 'SET c = a REMOVE a ADD b :v', { ':v': 1 }, { b: 3, c: 1 }],
  ];
  it.each(cases)('%s', async (...[, before, expression, given, after]) => {
    const used = Object.keys(given).length > 0 ? values(given as Record<string, unknown>) : {};
    expect(await update(before, expression, used)).toEqual(after);
  });

  const refused: [rule: string, expression: string, given: object, message: RegExp][] = [
    ['to change a key', 'SET sk = :v', { ':v': '2' }, /Cannot update attribute sk. This attribute is part of the key/],
    ['overlapping paths', 'SET m.a = :v REMOVE m', { ':v': 1 }, /Two document paths overlap/],
    ['a section given twice', 'SET a = :v SET b = :v', { ':v': 1 }, /can only be used once/],
    ['to read what is not there', 'SET a = nope', {}, /does not exist in the item/],
    ['to write below what is not there', 'SET nope.a = :v', { ':v': 1 }, /invalid for update/],
    ['to add to a text', 'ADD word :v', { ':v': 1 }, /incorrect data type/],
    ['to add a text', 'ADD fresh :v', { ':v': 'x' }, /Incorrect operand type/],
    ['arithmetic on texts', 'SET a = word + :v', { ':v': 1 }, /incorrect data type/],
    ['an expression with a rest', 'SET a = :v )', { ':v': 1 }, /Syntax error; token: "\)"/],
    ['an unknown function', 'SET a = lower(:v)', { ':v': 1 }, /Invalid function name; function: lower/],
    ['reserved words', 'SET status = :v', { ':v': 1 }, /reserved keyword: status/],
    ['values that nothing uses', 'REMOVE m', { ':v': 1 }, /unused in expressions: keys: {:v}/],
  ];
  it.each(refused)('refuses %s', async (...[, expression, given, message]) => {
    const used = Object.keys(given).length > 0 ? values(given as Record<string, unknown>) : {};
    const error = await rejectionOf(update({ m: { a: 1 }, word: 'w' }, expression, used));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(message);
  });

  it('answers just the changed parts, old or new', async () => {
    await service.document.send(new PutCommand({ TableName, Item: { ...Key, a: 1, m: { x: 1, y: 1 } } }));
    const parameters = { TableName, Key, UpdateExpression: 'SET m.x = :v', ...values({ ':v': 2 }) };
    const fresh = await service.document.send(new UpdateCommand({ ...parameters, ReturnValues: 'UPDATED_NEW' }));
    expect(fresh.Attributes).toEqual({ m: { x: 2 } });
    const old = await service.document.send(new UpdateCommand({ ...parameters, ReturnValues: 'UPDATED_OLD' }));
    expect(old.Attributes).toEqual({ m: { x: 2 } });
  });

  const conditions: [condition: string, given: object, holds: boolean][] = [
    ['attribute_type(off, :v)', { ':v': 'BOOL' }, true],
    ['off IN (:v)', { ':v': false }, true],
    ['size(blank) = :v', { ':v': 0 }, true],
    ['blank BETWEEN :v AND :w', { ':v': '', ':w': 'a' }, true],
    ['nope = nope2', {}, false],
    ['nope <> :v', { ':v': 1 }, true],
    ['nope < :v', { ':v': 1 }, false],
    ['NOT nope < :v', { ':v': 1 }, true],
    ['m.a = :v', { ':v': 1 }, true],
    ['m = :v', { ':v': { a: 1 } }, true],
    ['l = :v', { ':v': ['q'] }, true],
    ['contains(l, :v)', { ':v': 'q' }, true],
    ['contains(word, :v)', { ':v': 'or' }, true],
    ['contains(tags, :v)', { ':v': 'b' }, true],
    ['tags = :v', { ':v': new Set(['b', 'a']) }, true],
    ['begins_with(word, :v)', { ':v': 'wo' }, true],
    ['size(tags) > :v', { ':v': 2 }, false],
    ['attribute_exists(m.a) AND attribute_not_exists(m.b)', {}, true],
    ['n = :v OR n = :w AND n = :v', { ':v': 10, ':w': 11 }, true],
    ['(n = :v OR n = :w) AND n = :w', { ':v': 10, ':w': 11 }, false],
    ['n > :v', { ':v': 9 }, true],
    ['n > :v', { ':v': '9' }, false],
  ];
  it.each(conditions)('judges the condition %s with %o', async (ConditionExpression, given, holds) => {
    const Item = {
      ...Key,
      off: false,
      blank: '',
      l: ['q'],
      m: { a: 1 },
      word: 'word',
      tags: new Set(['a', 'b']),
      n: 10,
    };
    await service.document.send(new PutCommand({ TableName, Item }));
    const attempt = service.document.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'REMOVE nothing',
        ConditionExpression,
        ...(Object.keys(given).length > 0 && values(given as Record<string, unknown>)),
      }),
    );
    if (holds) await attempt;
    else expect((await rejectionOf(attempt)).name).toBe('ConditionalCheckFailedException');
  });

  const oversized: [rule: string, parameters: Partial<UpdateCommandInput>, message: RegExp][] = [
    [
      'empty placeholder maps',
      { UpdateExpression: 'REMOVE nothing', ExpressionAttributeNames: {} },
      /ExpressionAttributeNames must not be empty/,
    ],
    [
      'an expression above 4 KB',
      { UpdateExpression: `REMOVE ${'x'.repeat(4096)}` },
      /Expression size has exceeded the maximum allowed size/,
    ],
    [
      'more than 100 operands of IN',
      { UpdateExpression: 'REMOVE nothing', ConditionExpression: `pk IN (${Array(101).fill('sk').join(', ')})` },
      /too many operands; number of operands: 101/,
    ],
  ];
  it.each(oversized)('refuses %s', async (_rule, parameters, message) => {
    const error = await rejectionOf(service.document.send(new UpdateCommand({ TableName, Key, ...parameters })));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(message);
  });

  it('refuses BETWEEN bounds in the wrong order', async () => {
    const error = await rejectionOf(
      service.document.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'REMOVE nothing',
          ConditionExpression: 'n BETWEEN :v AND :w',
          ...values({ ':v': 2, ':w': 1 }),
        }),
      ),
    );
    expect(error.message).toMatch(/upper bound to be greater than or equal to lower bound/);
  });
});
