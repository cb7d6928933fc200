/** A student's phone as the server knows it: a key that signs claims, and the tokens and codes it would have scanned or typed. */
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#db/client';
import { claims, devices } from '#db/schema';
import { type CheckInInput, claimMessage } from '#domain/check-in/check-in';
import { registrationMessage } from '#domain/check-in/device';
import { createToken, typedCodeAt, windowAt } from '#domain/check-in/rotating-code';
import { DAY_MS } from '#domain/duration';
import { toBase64Url, utf8 } from '#domain/encoding';
import { type api, testServices } from './api';
import { NOW } from './factories';

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const PERIOD_MS = 3_000;

export type Phone = {
  deviceId: string;
  publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  sign: (message: string) => Promise<string>;
};

/** A phone that nobody has registered. */
export async function newPhone(): Promise<Phone> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(EC, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const sign = async (message: string) =>
    toBase64Url(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(message)));
  return { deviceId: crypto.randomUUID(), publicKey: { kty: 'EC', crv: 'P-256', x: String(x), y: String(y) }, sign };
}

/** Each student's own phone, in the same order; a student named twice has two. */
export async function phonesOf(db: Database, owners: { id: number }[]): Promise<Phone[]> {
  const phones = await Promise.all(owners.map(newPhone));
  const row = { name: 'Phone', createdAt: NOW };
  const rows = phones.map(({ deviceId, publicKey }, index) => ({
    id: deviceId,
    userId: owners[index]?.id ?? 0,
    publicKey,
    ...row,
  }));
  await db.insert(devices).values(rows);
  return phones;
}

/** A student's own phone. */
export async function phoneOf(db: Database, owner: { id: number }): Promise<Phone> {
  const [phone] = await phonesOf(db, [owner]);
  return phone as Phone;
}

/** Lets a phone have checked in before, yesterday, at a class session of another section. */
export async function makeKnown(db: Database, owner: { id: number }, { deviceId }: Pick<Phone, 'deviceId'>): Promise<void> {
  const yesterday = NOW - DAY_MS;
  const accepted = {
    verdict: 'accepted' as const,
    status: 'present' as const,
    source: 'qr' as const,
    reasons: [],
    signature: '',
  };
  const when = { deviceAt: yesterday, receivedAt: yesterday };
  await db
    .insert(claims)
    .values({ id: uuidv7(), classSessionId: 999_999, studentId: owner.id, deviceId, tokens: [], ...when, ...accepted });
}

/** A student's own phone that has checked in before. */
export async function knownPhoneOf(db: Database, owner: { id: number }): Promise<Phone> {
  const phone = await phoneOf(db, owner);
  await makeKnown(db, owner, phone);
  return phone;
}

/** Registers a phone as the app does: with the proof that its key is here. */
export async function registerPhone({ device }: Pick<ReturnType<typeof api>['call'], 'device'>, phone: Phone, name = 'Phone') {
  const { deviceId, publicKey } = phone;
  const { challenge } = await device.challenge();
  const proof = await phone.sign(registrationMessage({ challenge, deviceId }));
  return device.register({ deviceId, publicKey, name, proof });
}

export type Screen = { id: number; revision: number };

function keyOf(db: Database, { id, revision }: Screen): Promise<CryptoKey> {
  return testServices(db).codeKeys.signing(id, revision);
}

/** Tokens of `count` windows in a row, the first of which is on screen at `at`. */
export async function tokensAt(db: Database, screen: Screen, at: number, count = 1): Promise<string[]> {
  const key = await keyOf(db, screen);
  const first = windowAt(at, PERIOD_MS);
  return Promise.all(Array.from({ length: count }, (_, index) => createToken(key, screen.id, first + index)));
}

/** The six digits on screen at `at`. */
export async function codeAt(db: Database, screen: Screen, at: number): Promise<string> {
  return typedCodeAt(await keyOf(db, screen), screen.id, at);
}

/** Six digits that are on screen neither at `at` nor in the step before. */
export async function wrongCodeAt(db: Database, screen: Screen, at: number, nth = 0): Promise<string> {
  const right = [await codeAt(db, screen, at), await codeAt(db, screen, at - 30_000)];
  const wrong = Array.from({ length: nth + 3 }, (_, index) => String(100_000 + index)).filter((code) => !right.includes(code));
  return String(wrong[nth]);
}

type Claimed = Partial<Pick<CheckInInput, 'id' | 'at' | 'tokens' | 'code'>>;

/** A claim as the app sends it: minted, filled and signed by `phone`. */
export async function claimBy(phone: Phone, classSessionId: number, claimed: Claimed): Promise<CheckInInput> {
  const { id = uuidv7(), at = NOW, tokens = [], code = null } = claimed;
  const claim = { id, at, classSessionId, tokens, code, deviceId: phone.deviceId };
  return { ...claim, signature: await phone.sign(claimMessage(claim)) };
}

/** The claim of a scan at `at`: one window, or several in a row. */
export async function scanBy(
  db: Database,
  phone: Phone,
  screen: Screen,
  { at, windows = 1, ...claimed }: Claimed & { at: number; windows?: number },
): Promise<CheckInInput> {
  return claimBy(phone, screen.id, { at, tokens: await tokensAt(db, screen, at, windows), ...claimed });
}
