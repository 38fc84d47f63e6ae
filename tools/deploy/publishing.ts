import * as z from 'zod';

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** What a person must know after a deployment. */
export interface Publishing {
  /** Lines `<name> CNAME <value>` for the mail domain's DNS. */
  dkimRecords: readonly string[];
  /** Where clients come: the host of web and API. */
  apiAddress?: string;
  /** Where the DNS record of that host must lead, when it is not the same. */
  cdnDomain?: string;
}

/**
 * Reads the outputs that the CDK wrote: by stack, then by name.
 * @returns the DKIM records in their order, the address of the service and the domain that its host is an alias of
 */
export function readPublishing(outputs: unknown): Publishing {
  const all = Object.values(outputsSchema.parse(outputs)).flatMap((outputsOfStack) => Object.entries(outputsOfStack));
  const dkimRecords = all
    .filter(([name]) => name.startsWith('DkimRecord'))
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([, value]) => value);
  const apiAddress = all.find(([name]) => name === 'ServiceAddress')?.[1];
  const cdnDomain = all.find(([name]) => name === 'CdnDomain')?.[1];
  const isAlias = cdnDomain !== undefined && apiAddress !== `https://${cdnDomain}`;
  return { dkimRecords, ...(apiAddress === undefined ? {} : { apiAddress }), ...(isAlias ? { cdnDomain } : {}) };
}
