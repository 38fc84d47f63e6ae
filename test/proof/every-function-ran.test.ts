import { describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';
import { invokedFunctions } from '#test/support/journal.ts';

/** `functions/<noun>/<verb>` runs as `sesetoro-<noun>-<verb>`. */
const functionNameOf = (entry: string) => entry.replace('functions/', 'sesetoro-').replaceAll('/', '-');

describe('the journeys', () => {
  it('ran every function of every route and worker from its real bundle', () => {
    const invoked = invokedFunctions();
    const silent = [...routes, ...workers]
      .map(({ entry }) => functionNameOf(entry))
      .filter((name) => !invoked.has(name));
    expect(silent).toEqual([]);
  });
});
