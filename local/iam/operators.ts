import { isLike, isLikeArn, plainText, type Pattern } from '#local/iam/pattern.ts';

/** A condition operator: whether a value of the request meets one value of the policy. */
export interface Operator {
  test(pattern: Pattern, value: string): boolean;
  /** A negated operator holds when none of the policy's values is met, and when the request lacks the key. */
  isNegated: boolean;
}

function textOperator(test: (wanted: string, value: string) => boolean, isNegated = false): Operator {
  return { test: (pattern, value) => test(plainText(pattern), value), isNegated };
}

function numericOperator(test: (value: number, wanted: number) => boolean, isNegated = false): Operator {
  return textOperator((wanted, value) => test(Number(value), Number(wanted)), isNegated);
}

/** Dates stand as ISO 8601 or as seconds since the epoch. */
function readDateMs(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function dateOperator(test: (value: number, wanted: number) => boolean, isNegated = false): Operator {
  return textOperator((wanted, value) => test(readDateMs(value), readDateMs(wanted)), isNegated);
}

function readAddress(text: string): number {
  return text.split('.').reduce((address, octet) => address * 256 + Number(octet), 0);
}

/** IPv4 only: the local cloud is called over the loopback address. */
function isInRange(range: string, address: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const blockSize = 2 ** (32 - Number(bits));
  if (!address.includes('.')) return false;
  return Math.floor(readAddress(address) / blockSize) === Math.floor(readAddress(network) / blockSize);
}

function isSame<T>(one: T, other: T): boolean {
  return one === other;
}

function isSameIgnoringCase(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const operators: Record<string, Operator> = {
  StringEquals: textOperator(isSame),
  StringNotEquals: textOperator(isSame, true),
  StringEqualsIgnoreCase: textOperator(isSameIgnoringCase),
  StringNotEqualsIgnoreCase: textOperator(isSameIgnoringCase, true),
  StringLike: { test: isLike, isNegated: false },
  StringNotLike: { test: isLike, isNegated: true },
  ArnEquals: { test: isLikeArn, isNegated: false },
  ArnLike: { test: isLikeArn, isNegated: false },
  ArnNotEquals: { test: isLikeArn, isNegated: true },
  ArnNotLike: { test: isLikeArn, isNegated: true },
  Bool: textOperator(isSameIgnoringCase),
  BinaryEquals: textOperator(isSame),
  NumericEquals: numericOperator(isSame),
  NumericNotEquals: numericOperator(isSame, true),
  NumericLessThan: numericOperator((value, wanted) => value < wanted),
  NumericLessThanEquals: numericOperator((value, wanted) => value <= wanted),
  NumericGreaterThan: numericOperator((value, wanted) => value > wanted),
  NumericGreaterThanEquals: numericOperator((value, wanted) => value >= wanted),
  DateEquals: dateOperator(isSame),
  DateNotEquals: dateOperator(isSame, true),
  DateLessThan: dateOperator((value, wanted) => value < wanted),
  DateLessThanEquals: dateOperator((value, wanted) => value <= wanted),
  DateGreaterThan: dateOperator((value, wanted) => value > wanted),
  DateGreaterThanEquals: dateOperator((value, wanted) => value >= wanted),
  IpAddress: textOperator(isInRange),
  NotIpAddress: textOperator(isInRange, true),
};

/** Finds an operator by its bare name. Throws on an unknown one: a guess would open or close a door silently. */
export function findOperator(name: string): Operator {
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined) throw new Error(`The IAM condition operator ${name} is not supported locally`);
  return operator;
}
