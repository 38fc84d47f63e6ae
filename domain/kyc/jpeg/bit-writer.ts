/** Writes entropy-coded bits, stuffing a zero after each 0xFF (T.81, F.1.2.3), into a buffer that grows. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #bits = 0;
  #count = 0;

  /** Appends whole bytes; only between scans. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes up to 16 bits. */
  write(value: number, count: number): void {
    this.#bits = (this.#bits << count) | (value & ((1 << count) - 1));
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#writeByte((this.#bits >>> this.#count) & 0xff);
    }
  }

  /** Fills the last byte with ones, as the standard asks. */
  flush(): void {
    if (this.#count > 0) this.write(0x7f, 8 - this.#count);
  }

  /** What was written so far. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #writeByte(byte: number): void {
    this.#reserve(2);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
    if (byte !== 0xff) return;
    this.#bytes[this.#length] = 0;
    this.#length += 1;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
