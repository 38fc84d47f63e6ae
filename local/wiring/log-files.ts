import fs from 'node:fs';
import path from 'node:path';

/** The logs of the cloud: one file per function, and the access log of the HTTP API. */
export interface LogFiles {
  folder: string;
  /** Appends a line to the log of this name. */
  write(name: string, line: string): void;
  /** Lines of a log, oldest first; none when nothing was logged. */
  read(name: string): readonly string[];
  names(): readonly string[];
}

/** Opens the logs in a folder; they go on where they ended. Writes are synchronous, so that a test reads what was written. */
export function openLogFiles(folder: string): LogFiles {
  fs.mkdirSync(folder, { recursive: true });
  const fileOf = (name: string) => path.join(folder, `${path.basename(name)}.log`);
  return {
    folder,
    write: (name, line) => fs.appendFileSync(fileOf(name), `${line}\n`),
    read(name) {
      const file = fileOf(name);
      return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    },
    names: () =>
      fs
        .readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => name.slice(0, -'.log'.length)),
  };
}
