import { AwsError } from '#local/aws-error.ts';

/** What the local mail system does with a message to an address. */
export type Fate = 'deliver' | 'bounce' | 'suppress' | 'complain' | 'reject';

const simulatorDomain = 'simulator.amazonses.com';
const simulatorFates: Record<string, Fate> = { bounce: 'bounce', complaint: 'complain', suppressionlist: 'suppress' };

/** The bare address in `Name <address>` or `address`. Throws BadRequestException on what SES would not take. */
export function readAddress(text: string): string {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
  if (/[^\x20-\x7e]/.test(address)) {
    throw new AwsError('BadRequestException', 'Local address contains control or whitespace, or is not ASCII');
  }
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(address)) {
    throw new AwsError('BadRequestException', "Missing final '@domain'");
  }
  return address;
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether an address belongs to SES's mailbox simulator, which never gets on the suppression list. */
export function isSimulator(address: string): boolean {
  return domainOf(address) === simulatorDomain;
}

/**
 * What SES's mailbox simulator does for an address, labels (`bounce+label@`) included; undefined for other domains
 * (SES developer guide, "Using the mailbox simulator").
 */
export function simulatorFate(address: string): Fate | undefined {
  if (!isSimulator(address)) return undefined;
  const [name = ''] = address.toLowerCase().split(/[+@]/);
  return simulatorFates[name] ?? 'deliver';
}
