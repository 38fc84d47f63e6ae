// Restores lost tables of a region from their backups: traffic off, restore beside, replay what was erased since, copy
// back, check, traffic on. Run again after it broke off, it goes on. docs/runbooks/restore-a-backup.md
import { readOrder } from './restore/read-order.ts';
import { restore } from './restore/restore.ts';

try {
  const isSafe = await restore(readOrder(process.argv.slice(2)), (line) => console.log(line));
  process.exitCode = isSafe ? 0 : 1;
} catch (error) {
  console.error(`\nThe restore broke off: ${error instanceof Error ? error.message : String(error)}`);
  console.error('Traffic stays as it is. Run the same command again: it goes on where it stopped.');
  process.exitCode = 2;
}
