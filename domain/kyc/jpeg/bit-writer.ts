/** Bytes that are always free before a block is written: 64 coefficients of at most 27 bits, each byte stuffed. */
const blockBytesMax = 64 * 8;

/** Writes entropy-coded bits, stuffing a zero after each 0xFF (T.81, F.1.2.3), into a buffer that grows. */
export class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  #bits = 0;
  /** Bits that wait in `#bits`: 0-31. */
  #count = 0;

  /** @param byteCount how many bytes to expect: room that is not used costs nothing, room that lacks costs a copy */
  constructor(byteCount: number) {
    this.#bytes = new Uint8Array(Math.max(byteCount, blockBytesMax));
  }

  /** Appends whole bytes; only between scans. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Makes room for one block; nothing is checked while it is written. */
  openBlock(): void {
    if (this.#length + blockBytesMax > this.#bytes.length) this.#reserve(blockBytesMax);
  }

  /** Writes 1-31 bits; the value has no others. */
  write(value: number, count: number): void {
    const over = this.#count + count - 32;
    if (over < 0) {
      this.#bits = (this.#bits << count) | value;
      this.#count += count;
      return;
    }
    this.#writeWord((this.#bits << (count - over)) | (value >>> over));
    this.#bits = value & ((1 << over) - 1);
    this.#count = over;
  }

  /** Fills the last byte with ones, as the standard asks, and hands out what waits. */
  flush(): void {
    this.openBlock();
    const padding = -this.#count & 7;
    const bits = (this.#bits << padding) | ((1 << padding) - 1);
    for (let left = this.#count + padding - 8; left >= 0; left -= 8) this.#writeByte((bits >>> left) & 0xff);
    this.#bits = 0;
    this.#count = 0;
  }

  /** What was written so far. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #writeWord(word: number): void {
    const absent = ~word;
    // Whether any of four bytes is 0xFF, asked of all at once: its complement is zero, and only zero borrows.
    if (((absent - 0x01010101) & word & 0x80808080) !== 0) {
      for (let left = 24; left >= 0; left -= 8) this.#writeByte((word >>> left) & 0xff);
      return;
    }
    const bytes = this.#bytes;
    const at = this.#length;
    bytes[at] = word >>> 24;
    bytes[at + 1] = word >>> 16;
    bytes[at + 2] = word >>> 8;
    bytes[at + 3] = word;
    this.#length = at + 4;
  }

  #writeByte(byte: number): void {
    this.#bytes[this.#length] = byte;
    this.#length += 1;
    if (byte !== 0xff) return;
    this.#bytes[this.#length] = 0;
    this.#length += 1;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.bytes());
    this.#bytes = larger;
  }
}
