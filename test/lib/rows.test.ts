import { describe, expect, it } from 'vitest';
import { commits, together } from '#lib/needs.ts';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';

const rows = [...routes, ...workers];

describe('rows', () => {
  it('have an entry of their own, a function named by its verb in the folder of its noun', () => {
    const entries = rows.map(({ entry }) => entry);
    for (const entry of entries) expect(entry).toMatch(/^functions\/[a-z]+\/[a-z]+(-[a-z]+)*$/);
    expect(new Set(entries).size).toBe(entries.length);
  });

  it('say in one sentence what a person loses', () => {
    for (const { entry, errorImpact } of rows) {
      expect(errorImpact, entry).toMatch(/^[A-Z].{15,200}\.$/);
    }
  });

  it('of workers have a name of their own', () => {
    expect(new Set(workers.map(({ name }) => name)).size).toBe(workers.length);
  });

  it('name code and sentence of each alarm on a logged event', () => {
    for (const { entry, alarmsOn } of rows) {
      for (const [code, sentence] of Object.entries(alarmsOn ?? {})) {
        expect(code, entry).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
        expect(sentence, entry).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it('let no function delete or overwrite audit rows: evidence is only added to', () => {
    const changing = rows.filter(({ needs }) =>
      needs.tables?.evidence?.some((action) => action === 'DeleteItem' || action === 'BatchWriteItem'),
    );
    expect(changing).toEqual([]);
  });

  it('let no function change or delete versions of the policy: what people agreed to stays as it was', () => {
    const actions = rows.flatMap(({ needs }) => needs.tables?.policies ?? []);
    expect(new Set(actions)).toEqual(new Set(['GetItem', 'PutItem', 'Query']));
  });

  it('let only the functions that publish write versions of the policy', () => {
    const writers = rows.filter(({ needs }) => needs.tables?.policies?.includes('PutItem')).map(({ entry }) => entry);
    expect(writers).toEqual(['functions/policy/propose', 'functions/policy/approve']);
  });
});

describe('needs', () => {
  it('unite to what any of them names, each once', () => {
    expect(
      together(commits, { tables: { evidence: ['Query', 'PutItem'], kyc: ['GetItem'] } }, { mail: ['breach'] }),
    ).toEqual({ tables: { evidence: ['PutItem', 'Query'], kyc: ['GetItem'] }, mail: ['breach'] });
  });
});
