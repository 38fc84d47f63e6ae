import * as z from 'zod';

/** RFC 5321, 4.5.3.1.3: 256 octets for a path with its angle brackets. */
const emailLengthMax = 254;

/**
 * The one form in which an address is compared, indexed and written to: compatibility characters folded (NFKC), lower
 * case, the domain in ASCII (RFC 5891). Undefined when what comes out is not an address that mail can reach.
 */
export function normaliseEmail(text: string): string | undefined {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  const at = folded.lastIndexOf('@');
  if (at < 1) return undefined;
  const domain = asciiDomain(folded.slice(at + 1));
  const address = `${folded.slice(0, at)}@${domain}`;
  return domain !== undefined && z.email().max(emailLengthMax).safeParse(address).success ? address : undefined;
}

function asciiDomain(domain: string): string | undefined {
  if (/[\s/?#@:\\]/.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  return new URL(`http://${domain}`).hostname;
}

/** An e-mail address as clients send it, parsed into its normal form. */
export const emailSchema = z
  .string()
  .max(emailLengthMax)
  .transform((text, context) => {
    const address = normaliseEmail(text);
    if (address !== undefined) return address;
    context.addIssue({ code: 'custom', params: { rule: 'Must be an e-mail address.' } });
    return z.NEVER;
  });
