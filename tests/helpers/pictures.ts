/** The beginnings of pictures: as much as tells what they are and how large. */
import type { Bytes } from '#domain/encoding';

function filled(length: number, parts: [number, number[]][]): Bytes {
  const bytes = new Uint8Array(length);
  for (const [at, values] of parts) bytes.set(values, at);
  return bytes;
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** A JPEG with one application segment before its frame. */
export function jpeg(width: number, height: number, length = 200): Bytes {
  const frame = [0xff, 0xc0, 0, 17, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3];
  return filled(length, [
    [0, [0xff, 0xd8, 0xff, 0xe0, 0, 16, ...ascii('JFIF')]],
    [20, frame],
  ]);
}

/** A lossy WebP. */
export function webp(width: number, height: number, length = 200): Bytes {
  const size = [width & 0xff, width >> 8, height & 0xff, height >> 8];
  return filled(length, [
    [0, ascii('RIFF')],
    [8, ascii('WEBPVP8 ')],
    [26, size],
  ]);
}
