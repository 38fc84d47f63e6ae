import { openJpeg, readRow } from './decode.ts';
import { closeOutput, openOutput, writeRow } from './encode.ts';

/**
 * Takes a JPEG apart to its coefficients and writes it anew: no pixel changes, and Exif (place, device, time, thumbnail),
 * comments, profiles and whatever follows the image are gone. Only the orientation is stated again. One row of coded
 * units is in memory at a time, however large the picture is.
 * @throws BrokenDocument too-many-pixels, truncated or unreadable
 */
export function rewriteJpeg(bytes: Uint8Array): Uint8Array {
  const picture = openJpeg(bytes);
  const output = openOutput(picture, bytes.length);
  for (let row = 0; row < picture.frame.unitsHigh; row += 1) {
    readRow(picture, row);
    writeRow(output, row);
  }
  return closeOutput(output);
}
