/** Files that come with a request for a correction, or an announcement: one image or PDF, known by its bytes and never by its name. */

import type { Bytes } from '#domain/encoding';
import { joined, readPicture } from '#domain/person/picture';
import type { Said } from '#domain/words/message';

export const ATTACHMENT_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

/** What is told of a file. `size` is in bytes. */
export type AttachmentFacts = { type: AttachmentType; size: number };

export const ATTACHMENT_MAX_BYTES = 5 * 1024 * 1024;

const startsWith = (bytes: Uint8Array, codes: readonly number[]) => codes.every((code, index) => bytes[index] === code);

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What a decoder needs of a still picture; texts, times, EXIF and profiles stand in others (PNG, third edition, section 11). */
const PNG_CHUNKS = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
/** Length, name and checksum of a chunk. */
const AROUND_CHUNK = 12;

/** The picture alone; null for what is no PNG, is cut short or has something behind its end that is not left out. */
function readPng(bytes: Bytes): Bytes | null {
  if (!startsWith(bytes, PNG)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, PNG.length)];
  for (let at = PNG.length; at + AROUND_CHUNK <= bytes.length; ) {
    const next = at + AROUND_CHUNK + view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (next > bytes.length || (at === PNG.length && name !== 'IHDR')) return null;
    if (PNG_CHUNKS.includes(name)) kept.push(bytes.subarray(at, next));
    if (name === 'IEND') return joined(kept);
    at = next;
  }
  return null;
}

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];

export type Attachment = { type: AttachmentType; bytes: Bytes };

/** Why a file cannot be attached, or what is kept of it: a PDF as it is, an image without what cameras and editors write beside it.
 *  Never throws. */
export function judgeAttachment(bytes: Bytes): Attachment | { problem: Said } {
  if (bytes.length > ATTACHMENT_MAX_BYTES) return { problem: 'correction.attachment-size' };
  if (startsWith(bytes, PDF)) return { type: 'application/pdf', bytes };
  const png = readPng(bytes);
  if (png) return { type: 'image/png', bytes: png };
  const picture = readPicture(bytes);
  return picture ? { type: picture.type, bytes: picture.bytes } : { problem: 'correction.attachment-type' };
}
