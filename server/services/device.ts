/** Phones and browsers that sign check-ins. A device belongs to the one user who registered it last. */
import { and, desc, eq, gt, isNull, notExists } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { devices } from '#db/schema';
import { type DevicePublicKey, type DeviceRegisterInput, type DeviceRenameInput, importPublicKey } from '#domain/device';
import { AppError } from '#domain/errors';
import type { ActorContext } from '#server/context';
import { auditIfChanged } from './audit';

/** Written again, a device takes its new owner and name; it never takes another key. */
const REGISTER = `
  insert into devices (id, user_id, public_key, name, browser_id, created_at)
  values (:deviceId, :userId, :publicKey, :name, :browserId, :now)
  on conflict (id) do update set user_id = excluded.user_id, name = excluded.name, revoked_at = null,
    browser_id = coalesce(excluded.browser_id, browser_id)
  where public_key = excluded.public_key
  returning id`;

/** The device is where this sign-in is, and no other sign-in is there. */
const BIND = `
  update login_sessions set device_id = case id when :loginSessionId then :deviceId end
  where (id = :loginSessionId or device_id = :deviceId)
  and exists (select 1 from devices where id = :deviceId and user_id = :userId and public_key = :publicKey)`;

/** @throws AppError `invalid` when the numbers are not a point on the curve */
async function refuseBrokenKey(publicKey: DevicePublicKey): Promise<void> {
  await importPublicKey(publicKey).catch((cause) => {
    const message = 'This is not a usable key.';
    throw new AppError('invalid', message, { cause, fieldErrors: { publicKey: [message] } });
  });
}

/** Registers the actor's device and notes that this sign-in happens on it. Idempotent.
 *  A device that was somebody else's is the actor's from now on: the former owner's use of it ends. Its key proves that it is
 *  the same device, so with another key nothing changes.
 *  @throws AppError `invalid` for an unusable key, `conflict` when the id belongs to another key */
export async function registerDevice(ctx: ActorContext, input: DeviceRegisterInput): Promise<{ deviceId: string }> {
  await refuseBrokenKey(input.publicKey);
  const { kty, crv, x, y } = input.publicKey;
  const owned = { deviceId: input.deviceId, userId: ctx.actor.id, publicKey: JSON.stringify({ kty, crv, x, y }) };
  const [registered] = await ctx.commit([
    { sql: REGISTER, args: { ...owned, name: input.name, browserId: input.browserId ?? null, now: ctx.now() } },
    { sql: BIND, args: { ...owned, loginSessionId: ctx.loginSession.id } },
  ]);
  if (registered?.rows.length === 0) throw new AppError('conflict', 'This device is registered with another key.');
  ctx.log('info', 'device.registered', { userId: ctx.actor.id, deviceId: input.deviceId });
  return { deviceId: input.deviceId };
}

const newer = alias(devices, 'newer');

/** The actor's own devices, newest first: of a browser that was signed in to several times, the last. */
export async function listOwnDevices(ctx: ActorContext) {
  const { id, name, createdAt, browserId, userId } = devices;
  const isFollowed = and(eq(newer.browserId, browserId), eq(newer.userId, userId), gt(newer.createdAt, createdAt));
  const own = await ctx.db
    .select({ id, name, createdAt })
    .from(devices)
    .where(
      and(
        eq(userId, ctx.actor.id),
        isNull(devices.revokedAt),
        notExists(ctx.db.select({ id: newer.id }).from(newer).where(isFollowed)),
      ),
    )
    .orderBy(desc(createdAt));
  return own.map((device) => ({ ...device, isCurrent: device.id === ctx.loginSession.deviceId }));
}

function noSuchDevice(): AppError {
  return new AppError('not-found', 'This device is not on your list.');
}

/** Gives one of the actor's own devices another name.
 *  @throws AppError `not-found` for another's, or one that was removed */
export async function renameDevice(ctx: ActorContext, { deviceId, name }: DeviceRenameInput): Promise<{ outcome: 'renamed' }> {
  const sql = 'update devices set name = ? where id = ? and user_id = ? and revoked_at is null';
  const [renamed] = await ctx.commit([{ sql, args: [name, deviceId, ctx.actor.id] }]);
  if (renamed?.rowsAffected !== 1) throw noSuchDevice();
  return { outcome: 'renamed' };
}

/** Takes one of the actor's own devices off their list: it signs no more check-ins, and the sign-in on it ends, without which it
 *  could register itself again. For one that was lost; this device is left by signing out.
 *  @throws AppError `not-found` for another's or one that was removed, `conflict` for the device of this sign-in */
export async function revokeDevice(ctx: ActorContext, { deviceId }: { deviceId: string }): Promise<{ outcome: 'removed' }> {
  const { actor, loginSession } = ctx;
  if (deviceId === loginSession.deviceId) throw new AppError('conflict', 'This is the device you are using. Sign out instead.');
  const now = ctx.now();
  const owned = { deviceId, userId: actor.id };
  const [revoked] = await ctx.commit([
    {
      sql: 'update devices set revoked_at = :now where id = :deviceId and user_id = :userId and revoked_at is null',
      args: { ...owned, now },
    },
    auditIfChanged({ actor, at: now, action: 'device.revoked', subject: `user:${actor.id}`, detail: { deviceId } }),
    { sql: 'delete from login_sessions where device_id = :deviceId and user_id = :userId', args: owned },
  ]);
  if (revoked?.rowsAffected !== 1) throw noSuchDevice();
  ctx.log('info', 'device.revoked', { userId: actor.id, deviceId });
  return { outcome: 'removed' };
}
