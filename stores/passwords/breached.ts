import type { FuseShape } from './fuse-filter.ts';

let opened: Promise<(password: string) => boolean> | undefined;

async function open(): Promise<(password: string) => boolean> {
  const [{ filterBase64, filterShape }, { filterHashOf, holds }] = await Promise.all([
    import('./breached-filter.ts'),
    import('./fuse-filter.ts'),
  ]);
  const filter: FuseShape & { bytes: Uint8Array } = { ...filterShape, bytes: Buffer.from(filterBase64, 'base64') };
  return (password) => holds(filter, filterHashOf(password));
}

/**
 * Whether a password is one of the most used of those that were published after breaches (NIST SP 800-63B-4, 3.1.1.2).
 * Capital letters make no difference. Nothing is asked of anybody: a filter of some kilobytes lies in the code and is
 * opened on first use. One other password in 65,536 is taken for one of them (`breached-filter.json`).
 */
export async function isBreachedPassword(password: string): Promise<boolean> {
  opened ??= open();
  return (await opened)(password);
}
