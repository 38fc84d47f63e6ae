import { expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';
import { journalsOfWholeSuite, journeysWithCloud } from '#test/support/journal.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';

/** `functions/<noun>/<verb>` runs as `sesetoro-<noun>-<verb>`. */
const functionNameOf = (entry: string) => entry.replace('functions/', 'sesetoro-').replaceAll('/', '-');

it('The journeys ran every function of every route and worker from its real bundle', async () => {
  const { assemblyFolder } = await synthesiseLocal();
  const journals = journalsOfWholeSuite(assemblyFolder, journeysWithCloud());
  const invoked = new Set(journals.flatMap((journal) => journal.invoked));
  const silent = [...routes, ...workers].map(({ entry }) => functionNameOf(entry)).filter((name) => !invoked.has(name));
  expect(silent).toEqual([]);
});
