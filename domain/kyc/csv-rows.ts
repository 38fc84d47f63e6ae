/** A row that is longer than this is no row of ours: what an unclosed quote swallows must stay bounded. */
const rowCharactersMax = 10_000;

/** Takes the rows of a CSV file (RFC 4180) out of text that arrives in pieces. */
export interface CsvRows {
  /** Reads on; answers the rows that are complete now. A malformed row is `undefined`; a blank line is no row. */
  read(text: string): (string[] | undefined)[];
  /** Reads what is left when the file ends. */
  end(): (string[] | undefined)[];
}

type Place = 'cell-start' | 'plain' | 'quoted' | 'quote-in-quoted';

/** Reads CSV piece by piece: cells between commas, quoted where they hold commas, quotes or line ends. */
export function openCsvRows(): CsvRows {
  let place: Place = 'cell-start';
  let cell = '';
  let cells: string[] = [];
  let length = 0;
  let isBroken = false;
  let isBlank = true;

  const endCell = () => {
    cells.push(cell);
    cell = '';
    place = 'cell-start';
  };
  const endRow = (rows: (string[] | undefined)[]) => {
    endCell();
    if (!isBlank) rows.push(isBroken ? undefined : cells);
    cells = [];
    length = 0;
    isBroken = false;
    isBlank = true;
  };
  const take = (character: string) => {
    const isEscaped = place === 'quote-in-quoted' && character === '"';
    if (place === 'quote-in-quoted' && !isEscaped) isBroken = true;
    if (place === 'plain' && character === '"') isBroken = true;
    place = place === 'quoted' || isEscaped ? 'quoted' : 'plain';
    if (length > rowCharactersMax) isBroken = true;
    else cell += character;
  };
  const quote = () => {
    if (place === 'cell-start') place = 'quoted';
    else if (place === 'quoted') place = 'quote-in-quoted';
    else take('"');
  };
  const step = (character: string, rows: (string[] | undefined)[]) => {
    const isInQuotes = place === 'quoted' && length <= rowCharactersMax;
    if (!isInQuotes && character === '\n') return endRow(rows);
    if (!isInQuotes && character === '\r') return;
    isBlank = false;
    length += 1;
    if (character === '"') quote();
    else if (character === ',' && !isInQuotes) endCell();
    else take(character);
  };
  return {
    read(text) {
      const rows: (string[] | undefined)[] = [];
      for (const character of text) step(character, rows);
      return rows;
    },
    end() {
      const rows: (string[] | undefined)[] = [];
      if (place === 'quoted') isBroken = true;
      if (!isBlank) endRow(rows);
      return rows;
    },
  };
}
