import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newId, newSecret } from '#stores/ids.ts';
import { decoyHash } from '#stores/password-hash.ts';
import { journalsOfWholeSuite, journeysWithCloud } from '#test/support/journal.ts';
import { leaksIn, scanLogs } from '#test/support/log-scan.ts';
import { goodPassword } from '#test/support/player.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';

const planted: readonly [kind: string, text: string][] = [
  ['a token of a session', `ap-southeast-3.${newId()}.${newId()}${newId()}.${newSecret()}`],
  ['a secret of 256 bits or a blind index', `v1.${'aB3'.repeat(14)}x`],
  ['a token of staff', `Bearer eyJhbGciOiJSUzI1NiJ9.${randomBytes(40).toString('base64url')}.x`],
  ['a hash of a password', decoyHash],
  ['an e-mail address', 'wulan.kusuma+test@mail.example.com'],
  ['a field of a password', '{"password":"…"}'],
  ['a code beside its word', 'your code: 123456'],
  ['a password', goodPassword],
];

describe('logs of functions', () => {
  it('hold no token, code, password or e-mail address after the whole suite', async () => {
    const { assemblyFolder } = await synthesiseLocal();
    const journals = journalsOfWholeSuite(assemblyFolder, journeysWithCloud());
    const lines = journals.reduce((sum, journal) => sum + journal.logs.lines, 0);
    const leaks = journals.flatMap(({ testFile, logs }) => logs.leaks.map((leak) => ({ testFile, ...leak })));
    process.stdout.write(
      `Logs of the whole suite: ${lines} lines, ${leaks.length} with something secret or personal\n`,
    );
    expect(lines).toBeGreaterThan(1000);
    expect(leaks).toEqual([]);
  });

  it.each(planted)('would be found with %s', (kind, text) => {
    const line = JSON.stringify({ code: 'PLANTED', text });
    expect(leaksIn(line)).toContain(kind);
    expect(scanLogs({ names: () => ['log'], read: () => [line] }).leaks.map((leak) => leak.kind)).toContain(kind);
  });

  it('are not taken for secret because of ids, hashes, stack frames and codes of events', () => {
    const line = JSON.stringify({
      code: 'DEFECT',
      requestId: newId(),
      subjectId: `${newId()}${newId()}`,
      hash: 'a'.repeat(64),
      frames: ['at file:///var/task/node_modules/@smithy/core/index.mjs:12:123456'],
    });
    expect(leaksIn(line)).toEqual([]);
  });
});
