import { openDatabase } from '#local/database.ts';

/** How far each stream mapping has come, kept over restarts. */
export interface StreamPositions {
  /** The sequence number of the last record that is done with; undefined for a mapping that never ran. */
  read(mappingName: string): string | undefined;
  write(mappingName: string, sequenceNumber: string): void;
  close(): void;
}

/** Opens the positions, in `stream-positions.sqlite` of the data folder or in memory. */
export function openStreamPositions(folder?: string): StreamPositions {
  const database = openDatabase(folder, 'stream-positions');
  database.exec('CREATE TABLE IF NOT EXISTS positions(mapping TEXT PRIMARY KEY, sequenceNumber TEXT NOT NULL)');
  const select = database.prepare('SELECT sequenceNumber FROM positions WHERE mapping = ?');
  const insert = database.prepare('INSERT OR REPLACE INTO positions VALUES(?, ?)');
  return {
    read(mappingName) {
      const sequenceNumber = select.get(mappingName)?.['sequenceNumber'];
      return typeof sequenceNumber === 'string' ? sequenceNumber : undefined;
    },
    write: (mappingName, sequenceNumber) => void insert.run(mappingName, sequenceNumber),
    close: () => database.close(),
  };
}
