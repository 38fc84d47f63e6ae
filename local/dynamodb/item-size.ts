import { membersOfSet, type AttributeValue, type Item } from './attribute-value.ts';

const collectionOverheadBytes = 3;
const entryOverheadBytes = 1;

function sizeOfString(text: string): number {
  return Buffer.byteLength(text);
}

function sizeOfNumber(text: string): number {
  return Math.ceil(text.replace(/[-.]/g, '').length / 2) + 1;
}

function sizeOfBinary(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

function sizeOfSet(value: AttributeValue): number {
  const sizeOfMember = 'NS' in value ? sizeOfNumber : 'BS' in value ? sizeOfBinary : sizeOfString;
  return (membersOfSet(value) ?? []).reduce((total, member) => total + sizeOfMember(member), 0);
}

function sizeOfValue(value: AttributeValue): number {
  if ('S' in value) return sizeOfString(value.S);
  if ('N' in value) return sizeOfNumber(value.N);
  if ('B' in value) return sizeOfBinary(value.B);
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('L' in value) {
    return value.L.reduce((total, entry) => total + entryOverheadBytes + sizeOfValue(entry), collectionOverheadBytes);
  }
  if ('M' in value) {
    return collectionOverheadBytes + Object.keys(value.M).length * entryOverheadBytes + sizeOfItem(value.M);
  }
  return sizeOfSet(value);
}

/** Size of an item in bytes, by the rules of the DynamoDB developer guide ("Item sizes and formats"). */
export function sizeOfItem(item: Item): number {
  return Object.entries(item).reduce((total, [name, value]) => total + sizeOfString(name) + sizeOfValue(value), 0);
}
