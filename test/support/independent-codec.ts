import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decodeWithMozjpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeWithMozjpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import { decode as decodeWithRust, init as initPng } from '@jsquash/png/decode.js';
import encodeWithRust, { init as initPngEncoder } from '@jsquash/png/encode.js';

const resolve = createRequire(import.meta.url).resolve;
const binaryOf = async (name: string): Promise<Uint8Array> => readFile(resolve(`@jsquash/${name}.wasm`));

let opening: Promise<void> | undefined;

async function open(): Promise<void> {
  await initJpegDecoder({ wasmBinary: await binaryOf('jpeg/codec/dec/mozjpeg_dec'), printErr: () => undefined });
  await initJpegEncoder({ wasmBinary: await binaryOf('jpeg/codec/enc/mozjpeg_enc') });
  const png = await binaryOf('png/codec/pkg/squoosh_png_bg');
  await initPng(png);
  await initPngEncoder(png);
}

/** Pixels in RGBA, 8 bits each. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** How mozjpeg is asked to write; see its manual. */
export type JpegOptions = NonNullable<Parameters<typeof encodeWithMozjpeg>[1]>;

/**
 * Codecs that other people wrote (mozjpeg and Rust's png, as WebAssembly): they make the pictures of the tests, and they
 * are asked whether a rewritten picture shows exactly what the original showed.
 */
export async function openIndependentCodec(): Promise<{
  encodeJpeg(pixels: Pixels, options?: JpegOptions): Promise<Uint8Array>;
  decodeJpeg(bytes: Uint8Array): Promise<Pixels>;
  encodePng(pixels: Pixels): Promise<Uint8Array>;
  decodePng(bytes: Uint8Array): Promise<Pixels>;
}> {
  opening ??= open();
  await opening;
  const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
  return {
    encodeJpeg: async (pixels, options = {}) => new Uint8Array(await encodeWithMozjpeg(pixels, options)),
    decodeJpeg: async (bytes) => decodeWithMozjpeg(bufferOf(bytes)),
    encodePng: async (pixels) => new Uint8Array(await encodeWithRust(pixels)),
    decodePng: async (bytes) => decodeWithRust(bufferOf(bytes)),
  };
}

/** A picture with edges, gradients and noise, the same for the same size. */
export function somePixels(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  let noise = 1;
  for (let at = 0; at < width * height; at += 1) {
    noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
    const x = at % width;
    const y = Math.floor(at / width);
    const edge = (Math.floor(x / 5) + Math.floor(y / 7)) % 2 === 0 ? 90 : 0;
    data.set([(x * 3 + edge) % 256, (y * 5 + (noise % 40)) % 256, (x + y + edge) % 256, 255], at * 4);
  }
  return { width, height, data };
}
