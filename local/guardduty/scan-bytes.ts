/** What a look at the bytes of an object ends with. */
export type Finding =
  | { status: 'NO_THREATS_FOUND' }
  | { status: 'THREATS_FOUND'; threatName: string }
  | { status: 'UNSUPPORTED'; reason: string };

/**
 * The test file of EICAR (eicar.org, "Anti-Malware Testfile"), which every scanner takes for malware. It stands here in
 * parts, so that scanners on the machines of people who read this leave the file alone.
 */
const eicar = Buffer.from(
  [String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$`, 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-', 'FILE!$H', '+H*'].join(''),
  'latin1',
);

/** Readers of PDF find the header within the first kilobyte (ISO 32000-1, implementation notes). */
const pdfHeaderBytesMax = 1024;

/** The stretches of bytes that begin at a word and end at the next of another one. */
function* stretches(bytes: Buffer, from: string, to: string): Generator<string> {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + from.length)) {
    const end = bytes.indexOf(to, at);
    yield bytes.toString('latin1', at, end < 0 ? bytes.length : end);
  }
}

/** Whether a PDF is encrypted: its trailer, or the dictionary of its cross-reference stream, has an `/Encrypt` entry. */
function isEncryptedPdf(bytes: Buffer): boolean {
  if (!bytes.subarray(0, pdfHeaderBytesMax).includes('%PDF-')) return false;
  const namesEncryption = (text: string): boolean => /\/Encrypt(?![A-Za-z])/.test(text);
  for (const trailer of stretches(bytes, 'trailer', 'startxref')) if (namesEncryption(trailer)) return true;
  for (const object of stretches(bytes, ' obj', 'stream'))
    if (object.includes('/XRef') && namesEncryption(object)) return true;
  return false;
}

/**
 * Looks at bytes as a scanner would whose only known threat is the test file of EICAR, wherever in a file it lies. What is
 * encrypted cannot be looked into.
 */
export function scanBytes(bytes: Buffer): Finding {
  if (bytes.includes(eicar)) return { status: 'THREATS_FOUND', threatName: 'EICAR-Test-File' };
  if (isEncryptedPdf(bytes)) return { status: 'UNSUPPORTED', reason: 'PASSWORD_PROTECTED' };
  return { status: 'NO_THREATS_FOUND' };
}
