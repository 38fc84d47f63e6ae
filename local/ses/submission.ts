import { AwsError, notImplemented } from '#local/aws-error.ts';
import { readList, readMembers, readText, readTextList, type Members } from '#local/json-members.ts';
import { readAddress } from '#local/ses/address.ts';

/** A SendEmail request, read and checked. Addresses are bare. */
export interface Submission {
  /** As the request has it, with a display name. */
  from: string;
  fromAddress: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  text: string | undefined;
  html: string | undefined;
  headers: { name: string; value: string }[];
  tags: Record<string, string>;
  configurationSet: string | undefined;
}

const recipientsMax = 50;
const tagsMax = 50;
const knownMembers = new Set([
  'FromEmailAddress',
  'FromEmailAddressIdentityArn',
  'Destination',
  'ReplyToAddresses',
  'Content',
  'EmailTags',
  'ConfigurationSetName',
]);

const partOf = (members: Members, name: string): Members => readMembers(members, name) ?? {};

function refuse(message: string): never {
  throw new AwsError('BadRequestException', message);
}

function refuseUnknown(members: Members, known: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined && value !== null && !known.has(name)) throw notImplemented(`${name} of ses:SendEmail`);
  }
}

/** A line break in a header would let a caller write further headers. */
function checkLine(value: string, name: string): string {
  if (/[\r\n]/.test(value)) return refuse(`${name} contains a line break`);
  return value;
}

function readTags(request: Members): Record<string, string> {
  const tags = readList(request, 'EmailTags').map((tag): [string, string] => {
    const [name = '', value = ''] = [readText(tag, 'Name'), readText(tag, 'Value')];
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) return refuse(`Invalid tag name <${name}>.`);
    if (!/^[A-Za-z0-9_.@-]{1,256}$/.test(value)) return refuse(`Invalid value of tag <${name}>.`);
    return [name, value];
  });
  if (tags.length > tagsMax) return refuse(`Tag count exceeds maximum limit of ${tagsMax}`);
  return Object.fromEntries(tags);
}

function readHeaders(request: Members, simple: Members): Submission['headers'] {
  const replyTo = readTextList(request, 'ReplyToAddresses');
  const headers = readList(simple, 'Headers').map((header) => {
    const [name = '', value = ''] = [readText(header, 'Name'), readText(header, 'Value')];
    if (!/^[!-9;-~]{1,126}$/.test(name)) return refuse(`Invalid header name <${name}>`);
    return { name, value: checkLine(value, `Header <${name}>`) };
  });
  return replyTo.length === 0 ? headers : [...headers, { name: 'Reply-To', value: replyTo.join(', ') }];
}

function readRecipients(request: Members): Pick<Submission, 'to' | 'cc' | 'bcc'> {
  const destination = partOf(request, 'Destination');
  const read = (name: string): string[] => readTextList(destination, name).map(readAddress);
  const recipients = { to: read('ToAddresses'), cc: read('CcAddresses'), bcc: read('BccAddresses') };
  const count = Object.values(recipients).flat().length;
  if (count === 0) return refuse('At least one recipient is required.');
  return count > recipientsMax ? refuse(`Recipient count exceeds ${recipientsMax}.`) : recipients;
}

function readContent(request: Members): Pick<Submission, 'subject' | 'text' | 'html'> & { simple: Members } {
  const content = partOf(request, 'Content');
  refuseUnknown(content, new Set(['Simple']));
  const simple = partOf(content, 'Simple');
  refuseUnknown(simple, new Set(['Subject', 'Body', 'Headers']));
  const body = partOf(simple, 'Body');
  const [text, html] = ['Text', 'Html'].map((part) => readText(partOf(body, part), 'Data'));
  if (text === undefined && html === undefined) return refuse('Missing required body.');
  const subject = checkLine(readText(partOf(simple, 'Subject'), 'Data') ?? '', 'Subject');
  return { subject, text, html, simple };
}

/** Reads a SendEmail request with simple content. Throws BadRequestException, or NotImplemented for unused members. */
export function readSubmission(request: Members): Submission {
  refuseUnknown(request, knownMembers);
  const from = checkLine(readText(request, 'FromEmailAddress') ?? '', 'FromEmailAddress');
  const { simple, ...content } = readContent(request);
  return {
    from,
    fromAddress: readAddress(from),
    ...readRecipients(request),
    ...content,
    headers: readHeaders(request, simple),
    tags: readTags(request),
    configurationSet: readText(request, 'ConfigurationSetName'),
  };
}
