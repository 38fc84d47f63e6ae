/** The little that a picture must keep beside its coefficients to look as it did: how to read its colours, which way is up. */
export interface ColourNotes {
  /** Whether a JFIF header says that three planes are YCbCr (ITU-T T.871). */
  jfif: boolean;
  /** The colour transform of Adobe's marker: 0 none, 1 YCbCr, 2 YCCK (T.872, 6.5.3). */
  adobeTransform: number | undefined;
  /** Exif orientation 1-8; 1 is upright. It is the only thing read from Exif. */
  orientation: number;
}

/** Nothing noted yet. */
export const openColourNotes = (): ColourNotes => ({ jfif: false, adobeTransform: undefined, orientation: 1 });

const orientationTag = 0x0112;

const beginsWith = (body: Uint8Array, text: string): boolean =>
  [...text].every((letter, index) => body[index] === letter.charCodeAt(0));

/** Reads the orientation from an Exif block; 1 where there is none or it makes no sense (Exif 3.0, 4.6.5). */
function readOrientation(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (view.byteLength < 14) return 1;
  const little = view.getUint16(6) === 0x4949;
  const directory = 6 + view.getUint32(10, little);
  if (directory + 2 > view.byteLength) return 1;
  const entries = view.getUint16(directory, little);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > view.byteLength) return 1;
    if (view.getUint16(entry, little) !== orientationTag) continue;
    const orientation = view.getUint16(entry + 8, little);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** Takes note of what an application segment says about colours or orientation; every other word in it is forgotten. */
export function noteSegment(notes: ColourNotes, marker: number, body: Uint8Array): void {
  if (marker === 0xe0 && beginsWith(body, 'JFIF\0')) notes.jfif = true;
  if (marker === 0xe1 && beginsWith(body, 'Exif\0\0')) notes.orientation = readOrientation(body);
  if (marker === 0xee && beginsWith(body, 'Adobe') && body.length >= 12) {
    const transform = body[11] ?? 0;
    notes.adobeTransform = transform <= 2 ? transform : 0;
  }
}

/** The segments that state these notes and nothing else, in the order in which readers look for them. */
export function colourSegments(notes: ColourNotes): { marker: number; body: Uint8Array }[] {
  const text = (value: string): number[] => [...value].map((letter) => letter.charCodeAt(0));
  const segments: { marker: number; body: Uint8Array }[] = [];
  if (notes.jfif) segments.push({ marker: 0xe0, body: Uint8Array.of(...text('JFIF\0'), 1, 2, 0, 0, 1, 0, 1, 0, 0) });
  if (notes.orientation !== 1) {
    const header = [...text('Exif\0\0MM'), 0, 42, 0, 0, 0, 8, 0, 1];
    const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, notes.orientation, 0, 0, 0, 0, 0, 0];
    segments.push({ marker: 0xe1, body: Uint8Array.of(...header, ...entry) });
  }
  if (notes.adobeTransform !== undefined)
    segments.push({ marker: 0xee, body: Uint8Array.of(...text('Adobe'), 0, 100, 0, 0, 0, 0, notes.adobeTransform) });
  return segments;
}
