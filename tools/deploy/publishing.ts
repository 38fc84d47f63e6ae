import * as z from 'zod';

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** What a person must know after a deployment. */
export interface Publishing {
  /** Lines `<name> CNAME <value>` for the mail domain's DNS. */
  dkimRecords: readonly string[];
  apiAddress?: string;
}

/**
 * Reads the outputs that the CDK wrote: by stack, then by name.
 * @returns the DKIM records in their order, and the address of the API
 */
export function readPublishing(outputs: unknown): Publishing {
  const all = Object.values(outputsSchema.parse(outputs)).flatMap((outputsOfStack) => Object.entries(outputsOfStack));
  const dkimRecords = all
    .filter(([name]) => name.startsWith('DkimRecord'))
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([, value]) => value);
  const apiAddress = all.find(([name]) => name === 'ApiAddress')?.[1];
  return { dkimRecords, ...(apiAddress === undefined ? {} : { apiAddress }) };
}
