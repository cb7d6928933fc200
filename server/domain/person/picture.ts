/**
 * Pictures as bytes: what one is and how large, read from the parts a decoder reads, and the same picture without what cameras and
 * editors write beside it: place, time, device, thumbnails, comments, colour profiles, and whatever comes after its end.
 */
import type { Bytes } from '#domain/encoding';

/** `bytes` are the picture alone. */
export type Picture = { type: 'image/jpeg' | 'image/webp'; width: number; height: number; bytes: Bytes };

/** The parts, one after the other. */
export function joined(parts: Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** Tables and restart intervals: what a decoder needs besides frame and scans. */
const TABLES = [0xc4, 0xcc, 0xdb, 0xdd];
/** Start of frame: from C0 to CF but for tables and what is reserved. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Application segments and comments: EXIF, XMP, colour profiles, thumbnails. */
const isBeside = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

const bigEndian = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Where coded data ends: at the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break;
  }
  return at;
}

/** ITU T.81, annex B: one frame, at least one scan, and an end. Anything else between them is no JPEG for us. */
function readJpeg(bytes: Bytes): Picture | null {
  if (bytes[0] !== 0xff || bytes[1] !== START) return null;
  const parts = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  let hasScan = false;
  for (let at = 2; at + 1 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (marker === END) {
      parts.push(bytes.subarray(at, at + 2));
      return size && hasScan ? { type: 'image/jpeg', ...size, bytes: joined(parts) } : null;
    }
    const length = bigEndian(bytes, at + 2);
    let next = at + 2 + length;
    if (length < 2 || next > bytes.length) return null;
    if (isFrame(marker)) {
      if (size || length < 8) return null;
      size = { height: bigEndian(bytes, at + 5), width: bigEndian(bytes, at + 7) };
    } else if (marker === SCAN) {
      hasScan = true;
      next = endOfScan(bytes, next);
    } else if (!TABLES.includes(marker) && !isBeside(marker)) return null;
    if (!isBeside(marker)) parts.push(bytes.subarray(at, next));
    at = next;
  }
  return null;
}

const HEADER_BYTES = 12;
/** The only thing said of a picture beside its size that belongs to it: it has transparency. */
const HAS_ALPHA = 0x10;

const asciiAt = (bytes: Uint8Array, from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length));
const littleEndian = (bytes: Uint8Array, at: number, length: number) =>
  Array.from({ length }, (_, index) => (bytes[at + index] ?? 0) * 2 ** (8 * index)).reduce((sum, part) => sum + part, 0);

/** A chunk of a RIFF file; `bytes` is the whole of it, with its header and padding. */
type Chunk = { name: string; data: Uint8Array; bytes: Uint8Array };

/** Every chunk, or null when they do not fill the file as it says. */
function chunksOf(bytes: Bytes): Chunk[] | null {
  const end = 8 + littleEndian(bytes, 4, 4);
  if (asciiAt(bytes, 0, 4) !== 'RIFF' || asciiAt(bytes, 8, 4) !== 'WEBP' || end > bytes.length) return null;
  const chunks: Chunk[] = [];
  let at = HEADER_BYTES;
  while (at < end) {
    const length = littleEndian(bytes, at + 4, 4);
    const next = at + 8 + length + (length % 2);
    if (at + 8 > end || next > end) return null;
    chunks.push({ name: asciiAt(bytes, at, 4), data: bytes.subarray(at + 8, at + 8 + length), bytes: bytes.subarray(at, next) });
    at = next;
  }
  return chunks;
}

/** RFC 6386, 9.1, and the lossless bitstream's header: where the decoder reads the size. */
function sizeOf({ name, data }: Chunk): { width: number; height: number } | null {
  if (name === 'VP8L') {
    if (data.length < 5 || data[0] !== 0x2f) return null;
    const packed = littleEndian(data, 1, 4);
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
  }
  const isKeyFrame = data.length >= 10 && ((data[0] ?? 1) & 1) === 0 && littleEndian(data, 3, 3) === 0x2a019d;
  return isKeyFrame ? { width: littleEndian(data, 6, 2) & 0x3fff, height: littleEndian(data, 8, 2) & 0x3fff } : null;
}

/** The canvas of an extended file: as large as its picture, with no feature but transparency. */
function plainCanvas({ bytes, data }: Chunk, { width, height }: { width: number; height: number }): Uint8Array | null {
  if (data.length !== 10 || littleEndian(data, 4, 3) + 1 !== width || littleEndian(data, 7, 3) + 1 !== height) return null;
  const plain = bytes.slice();
  plain[8] = (plain[8] ?? 0) & HAS_ALPHA;
  return plain;
}

/** RFC 9649: one still picture; of an extended file its canvas and transparency as well. */
function readWebp(bytes: Bytes): Picture | null {
  const chunks = chunksOf(bytes);
  const [picture, ...more] = chunks?.filter(({ name }) => name === 'VP8 ' || name === 'VP8L') ?? [];
  const size = picture && more.length === 0 ? sizeOf(picture) : null;
  const [first] = chunks ?? [];
  if (!picture || !size || !first) return null;
  const parts = [picture.bytes];
  if (first.name === 'VP8X') {
    const canvas = plainCanvas(first, size);
    if (!canvas) return null;
    const alpha = chunks?.find(({ name }) => name === 'ALPH');
    parts.unshift(canvas, ...(alpha ? [alpha.bytes] : []));
  } else if (first !== picture) return null;
  const body = joined(parts);
  const header = bytes.slice(0, HEADER_BYTES);
  new DataView(header.buffer).setUint32(4, 4 + body.length, true);
  return { type: 'image/webp', ...size, bytes: joined([header, body]) };
}

/** The picture that `bytes` are and nothing beside it; null for what is no JPEG or still WebP, is malformed or cut short. Never throws. */
export function readPicture(bytes: Bytes): Picture | null {
  return readJpeg(bytes) ?? readWebp(bytes);
}
