import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { fetchCopy, showCopy } from './data-copy.ts';
import { expectStatus } from './player.ts';

/** Asks for a copy of everything, looks how far it is, and fetches it. */
export async function copyMarked(cloud: TestCloud, player: MarkedPlayer): Promise<void> {
  const { exportId, files } = await fetchCopy(cloud, player);
  await expectStatus(showCopy(cloud, player, exportId), 200);
  await expectStatus(cloud.api('GET /v1/me/exports', { token: player.token }), 200);
  if (files.get('index.html')?.includes(player.person.fullName) !== true) throw new Error('The copy holds no name');
}
