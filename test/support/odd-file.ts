import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import type { RefusalReason } from '#domain/kyc/refusal-reason.ts';

/** A file as a player may send it, and what must become of it. */
export interface OddFile {
  name: string;
  declared: DocumentMediaType;
  bytes: Uint8Array;
  expected: 'clean' | RefusalReason;
  /** Bytes that must not be found in what is kept, besides contraband, of which no trace may be in any picture. */
  vanishing?: Buffer;
}

/** Text that stands for what must not survive: a place, a device, a page with a script. */
export const contraband = 'CONTRABAND<script>alert(1)</script>';
