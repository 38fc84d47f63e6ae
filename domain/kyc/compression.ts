/** Deflate (RFC 1950), handed in by the caller: the rules of this folder stay free of the platform. */
export interface Compression {
  /**
   * Inflates one zlib stream and ignores what follows it.
   * @returns undefined when the stream is broken, incomplete, or larger than `outputBytesMax`
   */
  inflate(bytes: Uint8Array, outputBytesMax: number): Uint8Array | undefined;
  /** Deflates into one zlib stream. */
  deflate(bytes: Uint8Array): Uint8Array;
}
