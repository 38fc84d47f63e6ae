import { afterEach, describe, expect, it } from 'vitest';
import { logDefect } from '#functions/edge/log.ts';

const write = process.stdout.write.bind(process.stdout);
afterEach(() => {
  process.stdout.write = write;
});

function linesOf(run: () => void): string {
  let lines = '';
  process.stdout.write = ((chunk: string) => {
    lines += chunk;
    return true;
  }) as typeof process.stdout.write;
  run();
  process.stdout.write = write;
  return lines;
}

describe('a defect', () => {
  it('is logged by name, code and stack frames, never by its message or cause', () => {
    const error = Object.assign(new TypeError('secret-person@example.com\nsecret line', { cause: 'secret cause' }), {
      code: 'E_SAMPLE',
    });
    const lines = linesOf(() => logDefect(error, { requestId: 'request-1' }));
    expect(lines).not.toContain('secret');
    const entry = JSON.parse(lines);
    expect(entry).toMatchObject({
      code: 'DEFECT',
      errorName: 'TypeError',
      errorCode: 'E_SAMPLE',
      requestId: 'request-1',
    });
    expect(entry.stackFrames[0]).toMatch(/^at /);
  });

  it('that is no error is logged by its type only', () => {
    expect(linesOf(() => logDefect('secret text', {}))).not.toContain('secret');
  });
});
