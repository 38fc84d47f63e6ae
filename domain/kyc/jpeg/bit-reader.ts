import { BrokenDocument } from '../broken-document.ts';

/**
 * Reads the entropy-coded bits of one scan (ITU-T T.81, F.2.2.5); a stuffed zero after 0xFF is dropped. Behind the scan
 * stands a marker, as whoever opens it has seen: no place beyond the bytes is ever asked for.
 */
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

  /** Tops the look-ahead up to at least 25 bits, with zeros where a marker stands. */
  #fill(): void {
    const bytes = this.#bytes;
    let position = this.#position;
    let bits = this.#bits;
    let count = this.#count;
    for (; count <= 24; count += 8) {
      const byte = bytes[position] ?? 0;
      if (byte !== 0xff) {
        position += 1;
        bits = (bits << 8) | byte;
      } else if (bytes[position + 1] === 0) {
        position += 2;
        bits = (bits << 8) | byte;
      } else {
        bits <<= 8;
        this.#lent += 8;
      }
    }
    this.#position = position;
    this.#bits = bits;
    this.#count = count;
  }

  /** The next 16 bits, not consumed; zeros where the data ends. */
  peek16(): number {
    if (this.#count < 16) this.#fill();
    return (this.#bits >>> (this.#count - 16)) & 0xffff;
  }

  /** Consumes up to 16 bits that were looked at. */
  skip(count: number): void {
    this.#count -= count;
  }

  /** Reads up to 16 bits as an unsigned number. */
  bits(count: number): number {
    if (this.#count < 16) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  /** Reads a signed value of `category` bits, 1-16 (T.81, F.2.2.1 RECEIVE and EXTEND). */
  signed(category: number): number {
    const value = this.bits(category);
    return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
  }

  /** Refuses when more bits were consumed than the scan holds; asked once per block, as lent zeros do no harm. */
  checkEnd(): void {
    if (this.#count < this.#lent) throw new BrokenDocument('unreadable');
  }

  /** Drops the rest of the byte and steps over the restart marker that must follow (T.81, F.2.2.4). */
  restart(): void {
    this.#count = 0;
    this.#bits = 0;
    this.#lent = 0;
    while (this.#bytes[this.#position] === 0xff && this.#bytes[this.#position + 1] === 0xff) this.#position += 1;
    const marker = this.#bytes[this.#position + 1] ?? 0;
    if (this.#bytes[this.#position] !== 0xff || marker < 0xd0 || marker > 0xd7) throw new BrokenDocument('unreadable');
    this.#position += 2;
  }
}
