import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** What was added: its size and SHA-256, hex. */
export interface AddedFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** A zip archive that is written file after file; only what is compressed is held in memory. */
export interface Archive {
  /** Adds a file from its pieces, one at a time. */
  add(path: string, pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>): Promise<AddedFile>;
  /** Ends the archive and answers its bytes. */
  finish(): Promise<Uint8Array>;
}

/** A function has a gigabyte; an archive beyond this is a case for somebody to look at. */
const archiveBytesMax = 400 * 1024 * 1024;

/** Begins an archive. Throws an Error when it grows beyond what a function can hold. */
export function openArchive(now: Date): Archive {
  const zip = new ZipFile();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const written = (async () => {
    for await (const chunk of zip.outputStream) {
      if (typeof chunk === 'string') throw new Error('An archive is made of bytes');
      size += chunk.length;
      if (size > archiveBytesMax) throw new Error('The archive of a copy is too large');
      chunks.push(chunk);
    }
  })();
  const failed = written.then(() => new Promise<never>(() => {}));
  return {
    async add(path, pieces) {
      const hash = createHash('sha256');
      let bytes = 0;
      const source = Readable.from(
        counted(pieces, (piece) => {
          hash.update(piece);
          bytes += piece.length;
        }),
        { objectMode: false },
      );
      zip.addReadStream(source, path, { mtime: now });
      await Promise.race([once(source, 'close'), failed]);
      return { path, bytes, sha256: hash.digest('hex') };
    },
    async finish() {
      zip.end();
      await written;
      return Buffer.concat(chunks);
    },
  };
}

async function* counted(
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  count: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    count(bytes);
    yield bytes;
  }
}
