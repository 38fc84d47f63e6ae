import { BrokenDocument } from '../broken-document.ts';

/** Reads the entropy-coded bits of one scan (ITU-T T.81, F.2.2.5); a stuffed zero after 0xFF is dropped. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position: number;
  #bits = 0;
  #count = 0;
  /** Bits of zero lent beyond the data, so that looking ahead is always possible. */
  #lent = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  #fill(): void {
    while (this.#count <= 24) {
      const byte = this.#nextByte();
      if (byte < 0) this.#lent += 8;
      this.#bits = (this.#bits << 8) | Math.max(byte, 0);
      this.#count += 8;
    }
  }

  /** The next data byte, or -1 where a marker or the end of the file stands. */
  #nextByte(): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined) return -1;
    if (byte !== 0xff) {
      this.#position += 1;
      return byte;
    }
    if (this.#bytes[this.#position + 1] !== 0) return -1;
    this.#position += 2;
    return byte;
  }

  /** The next 16 bits, not consumed; zeros where the data ends. */
  peek16(): number {
    if (this.#count < 16) this.#fill();
    return (this.#bits >>> (this.#count - 16)) & 0xffff;
  }

  /** Consumes bits that were looked at; a document that ends before them is truncated. */
  skip(count: number): void {
    this.#count -= count;
    if (this.#count < this.#lent) throw new BrokenDocument(this.#atEnd() ? 'truncated' : 'unreadable');
  }

  /** Reads up to 16 bits as an unsigned number. */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = this.peek16() >>> (16 - count);
    this.skip(count);
    return value;
  }

  /** Reads a signed value of `category` bits (T.81, F.2.2.1 RECEIVE and EXTEND). */
  signed(category: number): number {
    if (category === 0) return 0;
    const value = this.bits(category);
    return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
  }

  /** Drops the rest of the byte and steps over the restart marker that must follow (T.81, F.2.2.4). */
  restart(): void {
    this.#align();
    while (this.#bytes[this.#position] === 0xff && this.#bytes[this.#position + 1] === 0xff) this.#position += 1;
    const marker = this.#bytes[this.#position + 1] ?? 0;
    if (this.#bytes[this.#position] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw new BrokenDocument(this.#atEnd() ? 'truncated' : 'unreadable');
    this.#position += 2;
  }

  /** Where the scan ends: the next marker, after whatever was left unread. */
  end(): number {
    this.#align();
    while (this.#nextByte() >= 0) continue;
    return this.#position;
  }

  #align(): void {
    this.#count = 0;
    this.#bits = 0;
    this.#lent = 0;
  }

  #atEnd(): boolean {
    return this.#position + 1 >= this.#bytes.length;
  }
}
