import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '#domain/export/csv.ts';
import { seeded } from '#test/support/seeded.ts';

/** Reads a line by RFC 4180, without the code that wrote it. */
function readLine(line: string): string[] {
  const cells = [...`,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/gs)];
  return cells.map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
}

describe('a cell of a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('is no formula: %j', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
  });

  it('shows numbers as they are, and nothing for what is not there', () => {
    expect([csvCell(-5), csvCell(undefined), csvCell(null), csvCell(['a', 1])]).toEqual(['-5', '', '', '"[""a"",1]"']);
  });

  it('is read again as it was, whatever it holds', () => {
    const below = seeded(11);
    const alphabet = ['=', '+', '-', '@', '\t', '\r', '\n', '"', "'", ',', 'a', 'é', '0', ' '];
    for (let round = 0; round < 2000; round += 1) {
      const cells = Array.from({ length: 1 + below(4) }, () =>
        Array.from({ length: below(6) }, () => alphabet[below(alphabet.length)]).join(''),
      );
      const read = readLine(csvLine(cells));
      expect(read.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      expect(read).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
    }
  });
});
