import { decodeJpeg } from './decode.ts';
import { encodeJpeg } from './encode.ts';

/**
 * Takes a JPEG apart to its coefficients and writes it anew: no pixel changes, and Exif (place, device, time, thumbnail),
 * comments, profiles and whatever follows the image are gone. Only the orientation is stated again.
 * @throws BrokenDocument too-many-pixels, truncated or unreadable
 */
export const rewriteJpeg = (bytes: Uint8Array): Uint8Array => encodeJpeg(decodeJpeg(bytes));
