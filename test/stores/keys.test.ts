import { describe, expect, test } from 'vitest';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

const services = await openHandlerServices();
const keys = openSubjectKeys();
const actor = { kind: 'platform', requestId: 'test' } as const;

describe('moving a subject key under the compliance key', () => {
  test('is done once: whoever read it before decides anew, and asks nothing that a role may not do', async () => {
    const now = new Date(services.clock.now());
    const subjectId = newId();
    const { write } = await keys.create(subjectId, 'contact');
    await openLedger().commit({ writes: [write], audit: [], actor, now });
    const [before] = await keys.listOf(subjectId);
    const moving = await keys.rewrapping(before!, new Date(now.getTime() + 1000));
    await openLedger().commit({ writes: [moving], audit: [], actor, now });
    const [after] = await keys.listOf(subjectId);
    expect(after?.kmsKeyArn).not.toBe(before?.kmsKeyArn);
    services.reset();
    await expect(keys.rewrapping(after!, now)).rejects.toBeInstanceOf(Conflict);
    expect(services.calls).toEqual([]);
  });
});
