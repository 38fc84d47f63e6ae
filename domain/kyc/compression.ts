/** Deflate and its checksum (RFC 1950, RFC 1952), handed in by the caller: the rules of this folder stay free of the platform. */
export interface Compression {
  /**
   * Inflates one zlib stream and ignores what follows it.
   * @returns undefined when the stream is broken, incomplete, or larger than `outputBytesMax`
   */
  inflate(bytes: Uint8Array, outputBytesMax: number): Uint8Array | undefined;
  /**
   * Inflates one zlib stream that comes in parts, ignores what follows it, and deflates what it held anew. A piece is in
   * memory at a time, however much the stream holds.
   * @param effort `store` only wraps what was inflated, `fast` makes it smaller at little cost
   * @param check is given every piece in order; what it throws ends the work and is thrown on
   * @returns the parts of the new stream; undefined when the old one is broken or incomplete
   */
  recompress(
    parts: readonly Uint8Array[],
    effort: 'store' | 'fast',
    check: (piece: Uint8Array) => void,
  ): Promise<Uint8Array[] | undefined>;
  /** The CRC-32 of bytes, or of what came before, whose checksum is `before`, and these bytes. */
  crc32(bytes: Uint8Array, before?: number): number;
}
