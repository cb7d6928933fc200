/** Pictures as bytes: whole files as decoders want them, but for what is in the picture. */
import type { Bytes } from '#domain/encoding';

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
const big = (value: number) => [value >> 8, value & 0xff];
const little = (value: number, length: number) =>
  Array.from({ length }, (_, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);

/** A segment of a JPEG. */
export const segment = (marker: number, data: number[]) => [0xff, marker, ...big(data.length + 2), ...data];

const EXIF = segment(0xe1, ascii('Exif\0\0GPS 51.5N 0.1W'));
const JFIF = segment(0xe0, [...ascii('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
const COMMENT = segment(0xfe, ascii('taken at home'));
const frame = (width: number, height: number) => segment(0xc0, [8, ...big(height), ...big(width), 1, 1, 0x11, 0]);
const SCAN = segment(0xda, [1, 1, 0, 0, 63, 0]);

/** The beginning, `segments`, a frame, one scan with a stuffed byte and a restart in it, and the end; `length` bytes in all. */
export function jpegOf(width: number, height: number, { segments = [] as number[][], length = 0 } = {}): Bytes {
  const before = [0xff, 0xd8, ...segments.flat(), ...segment(0xdb, [0, ...Array(64).fill(1)]), ...frame(width, height), ...SCAN];
  const coded = [1, 0xff, 0, 2, 0xff, 0xd0, 3];
  const filler = Array(Math.max(0, length - before.length - coded.length - 2)).fill(7);
  return Uint8Array.from([...before, ...coded, ...filler, 0xff, 0xd9]);
}

/** A JPEG with all that a camera writes beside the picture. */
export function jpeg(width: number, height: number, length = 200): Bytes {
  return jpegOf(width, height, { segments: [JFIF, EXIF, COMMENT], length });
}

/** A chunk of a WebP, padded to an even length. */
export const chunk = (name: string, data: number[]) => [
  ...ascii(name),
  ...little(data.length, 4),
  ...data,
  ...(data.length % 2 ? [0] : []),
];

export const riff = (...chunks: number[][]): Bytes =>
  Uint8Array.from([...ascii('RIFF'), ...little(4 + chunks.flat().length, 4), ...ascii('WEBP'), ...chunks.flat()]);

/** The picture of a lossy WebP. */
export const vp8 = (width: number, height: number) =>
  chunk('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, ...little(width, 2), ...little(height, 2), ...Array(20).fill(9)]);

/** The picture of a lossless WebP. */
export const vp8l = (width: number, height: number) =>
  chunk('VP8L', [0x2f, ...little(width - 1 + (height - 1) * 2 ** 14, 4), 1, 2]);

/** The canvas of an extended WebP. */
export const vp8x = (flags: number, width: number, height: number) =>
  chunk('VP8X', [flags, 0, 0, 0, ...little(width - 1, 3), ...little(height - 1, 3)]);

/** A lossy WebP. */
export const webp = (width: number, height: number): Bytes => riff(vp8(width, height));
