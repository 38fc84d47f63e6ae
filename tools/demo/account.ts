import { styleText } from 'node:util';

/** What the demo tells as it goes, and what it found not to be as promised. */
export interface Account {
  /** Begins a chapter. */
  chapter(title: string): void;
  /** Says what happens now. */
  tell(text: string): void;
  /** Says whether something is as promised; a promise that is broken makes the demo fail. */
  check(promise: string, holds: boolean, found?: unknown): void;
  /** Promises that were broken. */
  broken(): readonly string[];
  checkedCount(): number;
}

type Style = Parameters<typeof styleText>[0];

/** Colours only where somebody looks: not in files, not under NO_COLOR. */
const styled = (style: Style, text: string) =>
  process.stdout.isTTY ? styleText(style, text, { stream: process.stdout }) : text;

const secondsSince = (startedAt: number) => ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);

/** Opens an account that is written to standard output, with the seconds since it was opened. */
export function openAccount(): Account {
  const startedAt = performance.now();
  const brokenPromises: string[] = [];
  let chapters = 0;
  let checked = 0;
  const line = (mark: string, text: string) =>
    console.log(`${styled('dim', secondsSince(startedAt))}  ${mark} ${text}`);
  return {
    chapter(title) {
      chapters += 1;
      console.log(`\n${styled('bold', `${chapters}. ${title}`)}`);
    },
    tell: (text) => line(' ', styled('dim', text)),
    check(promise, holds, found) {
      checked += 1;
      if (holds) {
        line(styled('green', '✓'), promise);
        return;
      }
      brokenPromises.push(promise);
      line(styled('red', '✗'), `${promise}${found === undefined ? '' : `: ${JSON.stringify(found)}`}`);
    },
    broken: () => brokenPromises,
    checkedCount: () => checked,
  };
}
