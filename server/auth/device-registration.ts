/**
 * Registering the device that a sign-in happens on. A public key is no secret: whoever sees a badge can work it out. So a device
 * changes hands only with a proof that its key is here, made for this one sign-in.
 */
import { and, desc, eq, exists, isNull, max, ne, notExists, notInArray, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { claims, devices, loginSessions } from '#db/schema';
import {
  type DevicePublicKey,
  type DeviceRegisterInput,
  importPublicKey,
  MAX_DEVICES,
  registrationMessage,
  verifyDeviceSignature,
} from '#domain/check-in/device';
import { AppError, invalidField } from '#domain/errors';
import { endKeysOf, sectionsOfStaff } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';
import { nameBrowser } from './browser-name';
import { keyedHash } from './keyed-hash';

type Owned = { deviceId: string; userId: number; publicKey: DevicePublicKey };

/** Whoever used a device that is somebody else's after a proof. */
function formerOwner({ db }: ActorContext, { deviceId, userId, publicKey }: Owned, isProven: boolean) {
  const isAnothers = and(eq(devices.id, deviceId), ne(devices.userId, userId), eq(devices.publicKey, publicKey));
  return db
    .select({ id: devices.userId })
    .from(devices)
    .where(and(isAnothers, isProven ? undefined : sql`false`));
}

/** Written again, a device takes its name and, with a proof, its new owner; it never takes another key. */
function register(ctx: ActorContext, { deviceId, ...owned }: Owned, name: string, isProven: boolean): Write {
  const { publicKey, userId } = devices;
  const isSameKey = sql`${publicKey} = excluded.public_key`;
  const mayTake = isProven ? undefined : sql`${userId} = excluded.user_id`;
  const details = { userId: owned.userId, name, browserId: nameBrowser(ctx) };
  return ctx.db
    .insert(devices)
    .values({ id: deviceId, publicKey: owned.publicKey, createdAt: ctx.now(), ...details })
    .onConflictDoUpdate({ target: devices.id, set: { ...details, revokedAt: null }, setWhere: and(isSameKey, mayTake) })
    .returning({ id: devices.id });
}

/** The device is where this sign-in is, and no other sign-in is there. */
function bind({ db, loginSession }: ActorContext, { deviceId, userId, publicKey }: Owned): Write {
  const isOwned = and(eq(devices.id, deviceId), eq(devices.userId, userId), eq(devices.publicKey, publicKey));
  return db
    .update(loginSessions)
    .set({ deviceId: sql`case ${loginSessions.id} when ${loginSession.id} then ${deviceId} end` })
    .where(
      and(
        or(eq(loginSessions.id, loginSession.id), eq(loginSessions.deviceId, deviceId)),
        exists(db.select({ id: devices.id }).from(devices).where(isOwned)),
      ),
    );
}

/** Those a person keeps: this one, then those last signed in on, then the newest. */
function keptDevices({ db }: ActorContext, { deviceId, userId }: Owned) {
  const own = alias(devices, 'own');
  const lastUse = db
    .select({ at: max(loginSessions.lastSeenAt) })
    .from(loginSessions)
    .where(eq(loginSessions.deviceId, own.id));
  const isInUse = sql`${own.revokedAt} is null`;
  return db
    .select({ id: own.id })
    .from(own)
    .where(eq(own.userId, userId))
    .orderBy(desc(eq(own.id, deviceId)), desc(isInUse), desc(sql`${lastUse}`), desc(own.createdAt))
    .limit(MAX_DEVICES);
}

/** A device beyond what a person keeps signs nothing more. What claims refer to stays; a sign-in on it registers anew. */
function retire(ctx: ActorContext, owned: Owned): Write[] {
  const { db } = ctx;
  const kept = keptDevices(ctx, owned);
  const isOther = and(eq(devices.userId, owned.userId), notInArray(devices.id, kept));
  const itsClaims = db.select({ id: claims.id }).from(claims).where(eq(claims.deviceId, devices.id));
  return [
    db.delete(devices).where(and(isOther, notExists(itsClaims))),
    db
      .update(loginSessions)
      .set({ deviceId: null })
      .where(and(eq(loginSessions.userId, owned.userId), notInArray(loginSessions.deviceId, kept))),
    db
      .update(devices)
      .set({ revokedAt: ctx.now() })
      .where(and(isOther, isNull(devices.revokedAt))),
  ];
}

/** What a device signs to be registered at this sign-in. Nothing is stored: it follows from the sign-in. */
export function deviceChallenge({ schoolKey, loginSession }: ActorContext): string {
  return keyedHash(schoolKey, 'muster device challenge v1', loginSession.id);
}

/** @throws AppError `invalid` when the numbers are not a point on the curve */
async function refuseBrokenKey(publicKey: DevicePublicKey): Promise<void> {
  await importPublicKey(publicKey).catch((cause) => {
    throw invalidField('publicKey', 'account.device-key-unusable', cause);
  });
}

async function isProofOf(ctx: ActorContext, { deviceId, publicKey, proof }: DeviceRegisterInput): Promise<boolean> {
  if (proof === undefined) return false;
  return verifyDeviceSignature(publicKey, registrationMessage({ challenge: deviceChallenge(ctx), deviceId }), proof);
}

/** Registers the actor's device and notes that this sign-in happens on it. Idempotent.
 *  One that was somebody else's is the actor's from now on when its key has signed this sign-in's challenge, and the former owner's
 *  use of it ends; with another key or without that proof nothing changes. Of very many devices those longest unused are retired.
 *  @throws AppError `invalid` for an unusable key, `conflict` when the id belongs to another key, or to somebody else without a proof */
export async function registerDevice(ctx: ActorContext, input: DeviceRegisterInput): Promise<{ deviceId: string }> {
  await refuseBrokenKey(input.publicKey);
  const isProven = await isProofOf(ctx, input);
  const results = await ctx.commit(statementsOf(ctx, input, isProven));
  if (results[1]?.rows.length === 0) throw new AppError('conflict', 'account.device-taken');
  ctx.log('info', 'device.registered', { userId: ctx.actor.id, deviceId: input.deviceId });
  return { deviceId: input.deviceId };
}

function statementsOf(ctx: ActorContext, { deviceId, publicKey, name }: DeviceRegisterInput, isProven: boolean): Write[] {
  const { kty, crv, x, y } = publicKey;
  const owned = { deviceId, userId: ctx.actor.id, publicKey: { kty, crv, x, y } };
  return [
    endKeysOf(ctx, sectionsOfStaff(ctx.db, formerOwner(ctx, owned, isProven))),
    register(ctx, owned, name, isProven),
    bind(ctx, owned),
    ...retire(ctx, owned),
  ];
}
