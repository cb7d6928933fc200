/** What people keep up to date about themselves, and the small square picture they may show. */
import { z } from 'zod';
import type { Bytes } from './encoding';
import { PersonName } from './user';

/** How dates and times are written. The words of the screens are English, so these are its ways. */
export const LOCALES = ['en-GB', 'en-US', 'en-AU', 'en-CA', 'en-GH', 'en-IE', 'en-NZ', 'en-ZA'] as const;

/** How dates are written for somebody: their own way, or the school's. */
export function localeFor(actor: { locale?: string } | null, schoolLocale: string): string {
  return actor?.locale ?? schoolLocale;
}

/** A field left empty is none. */
const emptyIsNone = (text: string | null | undefined) => text || null;

export const ProfileInput = z.object({
  name: PersonName,
  preferredName: z.string().trim().max(60, 'Use at most 60 characters.').nullish().transform(emptyIsNone),
  phone: z
    .string()
    .trim()
    .regex(/^(\+?[\d\s().-]{5,30})?$/, 'Write a phone number such as +44 20 7946 0000.')
    .nullish()
    .transform(emptyIsNone),
  /** Empty follows the school. */
  locale: z
    .enum(['', ...LOCALES], { error: 'Choose one from the list.' })
    .nullish()
    .transform((locale) => locale || null),
});
export type ProfileInput = z.infer<typeof ProfileInput>;

export const PHOTO_TYPES = ['image/jpeg', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** Sharp on a phone's screen at twice the size it is shown. */
export const PHOTO_SIDE_PX = 256;
/** A picture of that size has a quarter of this. */
export const PHOTO_MAX_BYTES = 60_000;

type Shape = { type: PhotoType; width: number; height: number };

const asciiAt = (bytes: Uint8Array, from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length));
const littleEndian = (bytes: Uint8Array, at: number, length: number) =>
  Array.from({ length }, (_, index) => (bytes[at + index] ?? 0) << (8 * index)).reduce((sum, part) => sum + part, 0);

/** RFC 9649: the size stands in the first chunk, each kind's own way. */
function webpShape(bytes: Uint8Array): Shape | null {
  if (bytes.length < 30 || asciiAt(bytes, 0, 4) !== 'RIFF' || asciiAt(bytes, 8, 4) !== 'WEBP') return null;
  const type = 'image/webp';
  switch (asciiAt(bytes, 12, 4)) {
    case 'VP8 ':
      return { type, width: littleEndian(bytes, 26, 2) & 0x3fff, height: littleEndian(bytes, 28, 2) & 0x3fff };
    case 'VP8L': {
      const packed = littleEndian(bytes, 21, 4) >>> 0;
      return { type, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { type, width: littleEndian(bytes, 24, 3) + 1, height: littleEndian(bytes, 27, 3) + 1 };
    default:
      return null;
  }
}

/** Start of frame: every marker from C0 to CF but the three that hold tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** ITU T.81: segments up to the first frame, which holds the size. */
function jpegShape(bytes: Uint8Array): Shape | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return null;
  const bigEndian = (at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const length = bigEndian(at + 2);
    if (isFrame(bytes[at + 1] ?? 0)) return { type: 'image/jpeg', width: bigEndian(at + 7), height: bigEndian(at + 5) };
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** Why a file cannot be a photo, or its type, told by its content and not by its name. Never throws. */
export function judgePhoto(bytes: Bytes): { type: PhotoType } | { problem: string } {
  if (bytes.length === 0) return { problem: 'Choose a picture.' };
  const shape = webpShape(bytes) ?? jpegShape(bytes);
  if (!shape) return { problem: 'This is not a JPEG or WebP picture.' };
  if (bytes.length > PHOTO_MAX_BYTES || shape.width > PHOTO_SIDE_PX || shape.height > PHOTO_SIDE_PX)
    return { problem: `This picture is too large. Use one of at most ${PHOTO_SIDE_PX} by ${PHOTO_SIDE_PX} pixels.` };
  if (shape.width !== shape.height || shape.width === 0) return { problem: 'Use a square picture.' };
  return { type: shape.type };
}

/** Where a person's photo is; null without one. It is another address after each change, so browsers may keep it.
 *  @param photoAt when it was set, epoch ms */
export function photoPath(userId: number, photoAt: number | null | undefined): string | null {
  return photoAt ? `/photos/${userId}?v=${photoAt}` : null;
}

/** A photo on the wire: base64url of its bytes. */
export const PhotoInput = z.object({
  bytes: z
    .string()
    .max(Math.ceil((PHOTO_MAX_BYTES * 4) / 3) + 4, 'This picture is too large.')
    .regex(/^[\w-]*$/),
});
export type PhotoInput = z.infer<typeof PhotoInput>;
