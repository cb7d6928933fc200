/**
 * Badges: a student's own QR, for staff to scan. On the phone it rotates and is signed by the device's key, so it works with both
 * phones offline; on a printed card it is a random secret of which everybody else keeps only the digest.
 */
import { z } from 'zod';
import { type Bytes, fromBase32, toBase32 } from '#domain/encoding';
import { ClassSessionId, DeviceMintedId, Queueable } from '#domain/ids';
import type { Status } from '#domain/register/attendance';
import { type DevicePublicKey, type VerifySignature, verifyByWebCrypto } from './device';

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
  | { kind: 'card'; secret: Bytes }
  // A card's, once it was scanned: the secret stays with the card.
  | { kind: 'digest'; digest: string };

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

/** Reads what a camera saw, without verifying it; null when it is not a badge. A digest on paper is none. Never throws. */
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

const DIGEST = /^sha256:([0-9a-f]{64})$/;

/** Reads a badge as staff hand it in: as a camera saw it, or with the digest for a card's secret. Null when it is neither. Never throws. */
export function readHandedIn(text: string): Badge | null {
  const digest = DIGEST.exec(text)?.[1];
  return digest ? { kind: 'digest', digest } : parseBadge(text);
}

/** What stands for a scanned badge from then on, in the outbox and on the wire: of a card, the digest of its secret. */
export async function withoutSecret(text: string): Promise<string> {
  const badge = parseBadge(text);
  return badge?.kind === 'card' ? `sha256:${await cardDigest(badge.secret)}` : text;
}

/** The digest a card is known by. */
export async function digestOf(badge: Exclude<Badge, { kind: 'phone' }>): Promise<string> {
  return badge.kind === 'card' ? cardDigest(badge.secret) : badge.digest;
}

/** How a badge fails. `bad-badge`: nobody is known by it; `replaced`: its card or phone counts no more; `old-badge`: it was on screen
 *  some time before or after; `forged`: its phone did not sign it. */
export const BADGE_REFUSALS = ['bad-badge', 'replaced', 'old-badge', 'forged', 'not-on-roll'] as const;
export type BadgeRefusal = (typeof BADGE_REFUSALS)[number];

/** What is known of a badge's holder. */
export type BadgeHolder = {
  /** Of the phone that signs; null for a card. */
  publicKey: DevicePublicKey | null;
  /** The card or phone is still in use. */
  isCurrent: boolean;
  isOnRoll: boolean;
};

/** Why a badge scanned at `at` (epoch ms) does not count; null when it does. The server and a staff member's device without a network
 *  judge by this same rule. Never throws. @param holder null when nobody is known by it */
export async function judgeBadge(
  badge: Badge,
  holder: BadgeHolder | null,
  at: number,
  verify: VerifySignature = verifyByWebCrypto,
): Promise<BadgeRefusal | null> {
  if (!holder) return 'bad-badge';
  if (!holder.isCurrent) return 'replaced';
  if (badge.kind === 'phone') {
    if (Math.abs(badge.window * BADGE_PERIOD_MS - at) > BADGE_TOLERANCE_MS) return 'old-badge';
    if (!holder.publicKey || !(await verify(holder.publicKey, badgeMessage(badge), badge.signature))) return 'forged';
  }
  return holder.isOnRoll ? null : 'not-on-roll';
}

/** When a scan counts as made: the scanning device's time where it lies between the opening and now, else now. All epoch ms. */
export function scanTime(at: number, classSession: { openedAt: number | null; startsAt: number }, now: number): number {
  const earliest = Math.min(classSession.openedAt ?? classSession.startsAt, classSession.startsAt);
  return at <= now && at >= earliest ? at : now;
}

export const ScanBadgeInput = Queueable.extend({ classSessionId: ClassSessionId, badge: z.string().max(200) });
export type ScanBadgeInput = z.infer<typeof ScanBadgeInput>;

/** `already-recorded`: a mark of the student's own or of staff stands; nothing changed. */
export type ScanBadgeOutcome =
  | { outcome: 'recorded' | 'already-recorded'; studentId: number; name: string; status: Status; version: number }
  | { outcome: 'refused'; reason: BadgeRefusal; name: string | null };

/** Takes a scan back: only the mark that this very scan made. */
export const UndoScanInput = Queueable.extend({ classSessionId: ClassSessionId, scanId: DeviceMintedId });
export type UndoScanInput = z.infer<typeof UndoScanInput>;

/** `nothing-to-undo`: the scan made no mark, or it was changed since; `status` is what stands. */
export type UndoScanOutcome = { outcome: 'undone' | 'nothing-to-undo'; status: Status | null; version: number };

export const IssueCardsInput = z.object({ studentIds: z.array(z.number().int().positive()).min(1).max(500) });
export type IssueCardsInput = z.infer<typeof IssueCardsInput>;

/** A card as it is printed, once. */
export type IssuedCard = { studentId: number; name: string; studentNumber: string | null; badge: string };

export const SectionRef = z.object({ sectionId: z.number().int().positive() });

/** A student on a section's roll today, and since when the card in use is out; null without one. `studentNumber` tells two of one name
 *  apart. */
export type CardHolder = {
  studentId: number;
  name: string;
  studentNumber: string | null;
  photoAt: number | null;
  issuedAt: number | null;
};

/** A section's printed badges. `canIssue`: whoever asks may make new ones. */
export type SectionCards = {
  courseTitle: string;
  courseCode: string;
  sectionCode: string;
  canIssue: boolean;
  serverNow: number;
  holders: CardHolder[];
};
