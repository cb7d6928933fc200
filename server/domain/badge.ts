/**
 * Badges: a student's own QR, for staff to scan. On the phone it rotates and is signed by the device's key, so it works with both
 * phones offline; on a printed card it is a random secret of which everybody else keeps only the digest.
 */
import { z } from 'zod';
import type { Status } from './attendance';
import { type DevicePublicKey, importPublicKey } from './device';
import { type Bytes, fromBase32, toBase32, utf8 } from './encoding';
import { ClassSessionId, Queueable } from './ids';

/** How long one badge stays on the phone's screen. */
export const BADGE_PERIOD_MS = 10_000;
/** How far two phones' clocks may be apart, with the time a scan takes: a photo of a badge is older soon. */
export const BADGE_TOLERANCE_MS = 2 * 60_000;

const PHONE_VERSION = 0x02;
const CARD_VERSION = 0x03;
const PHONE_BYTES = 1 + 6 + 6 + 16 + 64;
const CARD_BYTES = 17;

export type Badge =
  | { kind: 'phone'; studentId: number; window: number; deviceId: string; signature: Bytes }
  | { kind: 'card'; secret: Bytes };

function uuidToBytes(uuid: string): Bytes {
  const hex = uuid.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function bytesToUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function writeNumber(bytes: Bytes, offset: number, value: number): void {
  const view = new DataView(bytes.buffer);
  view.setUint16(offset, Math.floor(value / 2 ** 32));
  view.setUint32(offset + 2, value % 2 ** 32);
}

function readNumber(bytes: Bytes, offset: number): number {
  const view = new DataView(bytes.buffer);
  return view.getUint16(offset) * 2 ** 32 + view.getUint32(offset + 2);
}

/** The text a device signs for its badge. */
export function badgeMessage(badge: { studentId: number; deviceId: string; window: number }): string {
  return `muster badge v1|${badge.studentId}|${badge.deviceId}|${badge.window}`;
}

/** What the phone's badge says: 93 bytes in Crockford base32.
 *  @param signature ECDSA P-256 over `badgeMessage`, raw r‖s, 64 bytes */
export function createPhoneBadge(badge: { studentId: number; deviceId: string; window: number; signature: Bytes }): string {
  const bytes = new Uint8Array(PHONE_BYTES);
  bytes[0] = PHONE_VERSION;
  writeNumber(bytes, 1, badge.studentId);
  writeNumber(bytes, 7, badge.window);
  bytes.set(uuidToBytes(badge.deviceId), 13);
  bytes.set(badge.signature, 29);
  return toBase32(bytes);
}

/** What a printed card says: 17 bytes in Crockford base32. @param secret 16 random bytes */
export function createCardBadge(secret: Bytes): string {
  const bytes = new Uint8Array(CARD_BYTES);
  bytes[0] = CARD_VERSION;
  bytes.set(secret, 1);
  return toBase32(bytes);
}

/** Reads a badge without verifying it; null when it is not one. Never throws. */
export function parseBadge(text: string): Badge | null {
  const bytes = fromBase32(text.trim());
  if (bytes?.length === CARD_BYTES && bytes[0] === CARD_VERSION) return { kind: 'card', secret: bytes.slice(1) };
  if (bytes?.length !== PHONE_BYTES || bytes[0] !== PHONE_VERSION) return null;
  const deviceId = bytesToUuid(bytes.subarray(13, 29));
  return { kind: 'phone', studentId: readNumber(bytes, 1), window: readNumber(bytes, 7), deviceId, signature: bytes.slice(29) };
}

/** SHA-256 of a card's secret in lower-case hex: all that the server and a roster keep of it. */
export async function cardDigest(secret: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a phone's badge is its device's and was on screen about `at`. Never throws. */
export async function isPhoneBadgeGenuine(badge: Badge & { kind: 'phone' }, key: DevicePublicKey, at: number): Promise<boolean> {
  if (Math.abs(badge.window * BADGE_PERIOD_MS - at) > BADGE_TOLERANCE_MS) return false;
  try {
    const publicKey = await importPublicKey(key);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, badge.signature, utf8(badgeMessage(badge)));
  } catch {
    return false;
  }
}

export const ScanBadgeInput = Queueable.extend({ classSessionId: ClassSessionId, badge: z.string().max(200) });
export type ScanBadgeInput = z.infer<typeof ScanBadgeInput>;

export const BADGE_REFUSALS = ['bad-badge', 'old-badge', 'not-on-roll'] as const;

/** `already-recorded`: a mark of the student's own or of staff stands; nothing changed. */
export type ScanBadgeOutcome =
  | { outcome: 'recorded' | 'already-recorded'; studentId: number; name: string; status: Status; version: number }
  | { outcome: 'refused'; reason: (typeof BADGE_REFUSALS)[number]; name: string | null };

export const IssueCardsInput = z.object({ studentIds: z.array(z.number().int().positive()).min(1).max(500) });
export type IssueCardsInput = z.infer<typeof IssueCardsInput>;

/** A card as it is printed, once. */
export type IssuedCard = { studentId: number; name: string; badge: string };
