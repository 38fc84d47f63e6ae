import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAccount } from '#tools/demo/account.ts';

describe('the account of the demo', () => {
  const lines: string[] = [];
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    lines.length = 0;
  });

  it('numbers its chapters and says what holds', () => {
    const account = openAccount();
    account.chapter('One');
    account.chapter('Two');
    account.check('water is wet', true, { hidden: 'detail' });
    expect(lines.join('\n')).toMatch(/1\. One\n\n2\. Two\n.*✓ water is wet$/);
    expect(account.broken()).toEqual([]);
    expect(account.checkedCount()).toBe(1);
  });

  it('remembers every broken promise and shows what was found instead', () => {
    const account = openAccount();
    account.check('water is dry', false, { status: 500 });
    account.check('water is cold', false);
    expect(account.broken()).toEqual(['water is dry', 'water is cold']);
    expect(lines[0]).toContain('✗ water is dry: {"status":500}');
    expect(lines[1]).toMatch(/✗ water is cold$/);
  });
});
