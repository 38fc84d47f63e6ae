import { expect, it } from 'vitest';
import { generatedNote, page, table } from '#tools/docs/page.ts';

it('escapes what would end a cell', () => {
  expect(table(['a'], [['x | y\nz']])).toBe('| a |\n| --- |\n| x \\| y z |');
});

it('says that a page is generated and ends it with one line break', () => {
  expect(page('Title', ['Text.'])).toBe(`${generatedNote}\n\n# Title\n\nText.\n`);
});
