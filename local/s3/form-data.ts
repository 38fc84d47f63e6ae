import { AwsError } from '#local/aws-error.ts';

/** A form with one file, as browsers post it (RFC 7578). */
export interface UploadForm {
  /** Fields before the file by lower-case name; S3 passes over what comes after it. */
  fields: Record<string, string>;
  file: Buffer;
  fileName: string;
}

/** What may come before the file, in bytes. */
const fieldBytesMax = 20 * 1024;

function malformed(): AwsError {
  return new AwsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');
}

interface Part {
  name: string;
  fileName: string;
  content: Buffer;
}

function readPart(part: Buffer): Part {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd < 0) throw malformed();
  const head = part.toString('utf8', 0, headEnd);
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) throw malformed();
  const fileName = /[;\s]filename="([^"]*)"/i.exec(head)?.[1] ?? '';
  return { name: name.toLowerCase(), fileName, content: part.subarray(headEnd + 4) };
}

/** The parts between the boundaries, one by one, so that nothing behind the file is read. */
function* partsOf(body: Buffer, boundary: string): Generator<Part> {
  const opening = Buffer.from(`--${boundary}`);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  if (!body.subarray(0, opening.length).equals(opening)) throw malformed();
  let start = opening.length;
  while (body.toString('latin1', start, start + 2) === '\r\n') {
    const end = body.indexOf(delimiter, start);
    if (end < 0) throw malformed();
    yield readPart(body.subarray(start + 2, end));
    start = end + delimiter.length;
  }
}

/** Reads an upload form. Throws MalformedPOSTRequest, InvalidArgument without a file, or when the fields are too large. */
export function readUploadForm(body: Buffer, contentType: string): UploadForm {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw malformed();
  const fields: Record<string, string> = {};
  let fieldBytes = 0;
  for (const { name, fileName, content } of partsOf(body, boundary)) {
    if (name === 'file') return { fields, file: content, fileName };
    fieldBytes += name.length + content.length;
    if (fieldBytes > fieldBytesMax) {
      const message = 'Your POST request fields preceding the upload file were too large.';
      throw new AwsError('MaxPostPreDataLengthExceeded', message);
    }
    fields[name] = content.toString();
  }
  throw new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.');
}
