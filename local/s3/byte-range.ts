import { AwsError } from '#local/aws-error.ts';

/** The first and last byte that a reader wants, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/** The ends of `bytes=<first>-<last>`, of `bytes=<first>-` and of `bytes=-<count from the end>`. */
function readEnds(header: string, size: number): ByteRange | undefined {
  const [, start = '', end = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (start !== '') return { first: Number(start), last: end === '' ? size - 1 : Math.min(Number(end), size - 1) };
  return end === '' ? undefined : { first: Math.max(0, size - Number(end)), last: size - 1 };
}

/** Reads a `Range` header (RFC 9110, one range of bytes); undefined when there is none to honour. Throws InvalidRange. */
export function readByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const range = readEnds(header ?? '', size);
  if (range === undefined || (range.first < size && range.first <= range.last)) return range;
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', { status: 416 });
}
