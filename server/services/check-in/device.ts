/** One's own devices: the list of them, their names, and taking one off. Registering is a matter of the sign-in (`auth/device-registration`). */
import { and, desc, eq, gt, isNull, notExists, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { devices, loginSessions } from '#db/schema';
import type { DeviceRenameInput } from '#domain/check-in/device';
import { AppError } from '#domain/errors';
import { auditChange } from '#server/context/audit';
import { endSignIns } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';

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
  return new AppError('not-found', 'account.no-device');
}

/** The actor's, and not removed. */
function isOwn({ actor }: ActorContext, deviceId: string) {
  return and(eq(devices.id, deviceId), eq(devices.userId, actor.id), isNull(devices.revokedAt));
}

/** Gives one of the actor's own devices another name.
 *  @throws AppError `not-found` for another's, or one that was removed */
export async function renameDevice(ctx: ActorContext, { deviceId, name }: DeviceRenameInput): Promise<{ outcome: 'renamed' }> {
  const [renamed] = await ctx.commit([ctx.db.update(devices).set({ name }).where(isOwn(ctx, deviceId))]);
  if (renamed?.rowsAffected !== 1) throw noSuchDevice();
  return { outcome: 'renamed' };
}

/** Takes one of the actor's own devices off their list: it signs no more check-ins, and the sign-in on it ends, without which it
 *  could register itself again. For one that was lost; this device is left by signing out.
 *  @throws AppError `not-found` for another's or one that was removed, `conflict` for the device of this sign-in */
export async function revokeDevice(ctx: ActorContext, { deviceId }: { deviceId: string }): Promise<{ outcome: 'removed' }> {
  const { actor, loginSession } = ctx;
  if (deviceId === loginSession.deviceId) throw new AppError('conflict', 'account.this-device');
  const now = ctx.now();
  const isOnIt = and(eq(loginSessions.deviceId, deviceId), eq(loginSessions.userId, actor.id)) as SQL;
  const [revoked] = await ctx.commit([
    ctx.db.update(devices).set({ revokedAt: now }).where(isOwn(ctx, deviceId)),
    auditChange(ctx, { action: 'device.revoked', subject: `user:${actor.id}`, detail: { deviceId } }),
    ...endSignIns(ctx, isOnIt),
  ]);
  if (revoked?.rowsAffected !== 1) throw noSuchDevice();
  ctx.log('info', 'device.revoked', { userId: actor.id, deviceId });
  return { outcome: 'removed' };
}
