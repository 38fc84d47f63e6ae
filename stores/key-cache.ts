import { createHash, createSecretKey, type KeyObject } from 'node:crypto';

/** How many opened keys one process remembers. */
const entriesMax = 500;
/** How long an opened key may save the call to KMS. */
const entryMilliseconds = 5 * 60_000;

const entries = new Map<string, { key: KeyObject; forgetAt: number }>();

/**
 * Opens a wrapped data key, from memory when it was opened lately. The memory saves the KMS call, never the check of
 * `endsAtSeconds`, which the caller makes first; no entry outlives that moment.
 */
export async function openCached(
  wrappedKey: Uint8Array,
  times: { now: Date; endsAtSeconds?: number | undefined },
  unwrap: () => Promise<Uint8Array>,
): Promise<KeyObject> {
  const id = createHash('sha256').update(wrappedKey).digest('base64');
  const known = entries.get(id);
  if (known !== undefined && known.forgetAt > times.now.getTime()) return known.key;
  const key = createSecretKey(await unwrap());
  remember(id, key, Math.min(times.now.getTime() + entryMilliseconds, (times.endsAtSeconds ?? Infinity) * 1000));
  return key;
}

function remember(id: string, key: KeyObject, forgetAt: number): void {
  entries.delete(id);
  const oldest = entries.size >= entriesMax ? entries.keys().next().value : undefined;
  if (oldest !== undefined) entries.delete(oldest);
  entries.set(id, { key, forgetAt });
}
