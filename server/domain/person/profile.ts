/** What people keep up to date about themselves, and the small square picture they may show. */

import { z } from 'zod';
import type { Bytes } from '#domain/encoding';
import { preferredNameSchema } from '#domain/text';
import { LANGUAGES } from '#domain/words/language';
import { LOCALES } from '#domain/words/locales';
import type { Said } from '#domain/words/message';
import { says } from '#domain/words/says';
import { readPicture } from './picture';
import { PersonName, UserId } from './user';

/** How dates are written for somebody: their own way, or the school's. */
export function localeFor(actor: { locale?: string } | null, schoolLocale: string): string {
  return actor?.locale ?? schoolLocale;
}

/** A field left empty is none. */
const emptyIsNone = (text: string | null | undefined) => text || null;

export const ProfileInput = z.object({
  name: PersonName,
  preferredName: preferredNameSchema(60),
  phone: z
    .string()
    .trim()
    .regex(/^(\+?[\d\s().-]{5,30})?$/, says('account.phone'))
    .nullish()
    .transform(emptyIsNone),
  /** Empty follows the school. */
  locale: z
    .enum(['', ...LOCALES], { error: says('form.choose-one') })
    .nullish()
    .transform((locale) => locale || null),
  /** Empty follows the school. */
  language: z
    .enum(['', ...LANGUAGES], { error: says('form.choose-one') })
    .nullish()
    .transform((language) => language || null),
});
export type ProfileInput = z.infer<typeof ProfileInput>;

/** What is decided about a name somebody asks for, as it was seen: the name they have and the one they ask for. */
export const DecideNameInput = z.object({
  userId: UserId,
  name: z.string(),
  requestedName: z.string(),
  decision: z.enum(['approve', 'decline']),
});
export type DecideNameInput = z.infer<typeof DecideNameInput>;

export const PHOTO_TYPES = ['image/jpeg', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** Sharp on a phone's screen at twice the size it is shown. */
export const PHOTO_SIDE_PX = 256;
/** A picture of that size has a quarter of this. */
export const PHOTO_MAX_BYTES = 60_000;

/** Why a file cannot be a photo, or the photo: its type and the picture alone, told by its content and not by its name. Never throws. */
export function judgePhoto(bytes: Bytes): { type: PhotoType; bytes: Bytes } | { problem: Said } {
  if (bytes.length === 0) return { problem: 'account.photo-missing' };
  const picture = readPicture(bytes);
  if (!picture) return { problem: 'account.photo-format' };
  const { type, width, height } = picture;
  if (bytes.length > PHOTO_MAX_BYTES || width > PHOTO_SIDE_PX || height > PHOTO_SIDE_PX)
    return { problem: { id: 'account.photo-too-many-pixels', values: { side: PHOTO_SIDE_PX } } };
  if (width !== height || width === 0) return { problem: 'account.photo-not-square' };
  return { type, bytes: picture.bytes };
}

/** A photo on the wire: base64url of its bytes. */
export const PhotoInput = z.object({
  bytes: z
    .string()
    .max(Math.ceil((PHOTO_MAX_BYTES * 4) / 3) + 4, says('account.photo-too-large'))
    .regex(/^[\w-]*$/),
});
export type PhotoInput = z.infer<typeof PhotoInput>;
