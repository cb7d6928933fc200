/**
 * Registering the device that a sign-in happens on. A public key is no secret: whoever sees a badge can work it out. So a device
 * changes hands only with a proof that its key is here, made for this one sign-in.
 */
import type { InStatement } from '@libsql/client';
import {
  type DevicePublicKey,
  type DeviceRegisterInput,
  importPublicKey,
  MAX_DEVICES,
  registrationMessage,
  verifyDeviceSignature,
} from '#domain/check-in/device';
import { AppError } from '#domain/errors';
import { endKeysOf, sectionsOfStaff } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { nameBrowser } from './browser-name';
import { keyedHash } from './keyed-hash';

/** Written again, a device takes its name and, with a proof, its new owner; it never takes another key. */
const REGISTER = `
  insert into devices (id, user_id, public_key, name, browser_id, created_at)
  values (:deviceId, :userId, :publicKey, :name, :browserId, :now)
  on conflict (id) do update set user_id = excluded.user_id, name = excluded.name, revoked_at = null,
    browser_id = excluded.browser_id
  where public_key = excluded.public_key and (user_id = excluded.user_id or :isProven)
  returning id`;

/** Whoever used a device that somebody else has by now. */
const FORMER_OWNER = `select user_id from devices where id = :deviceId and user_id <> :userId and public_key = :publicKey and :isProven`;

/** The device is where this sign-in is, and no other sign-in is there. */
const BIND = `
  update login_sessions set device_id = case id when :loginSessionId then :deviceId end
  where (id = :loginSessionId or device_id = :deviceId)
  and exists (select 1 from devices where id = :deviceId and user_id = :userId and public_key = :publicKey)`;

/** Those a person keeps: this one, then those last signed in on, then the newest. */
const KEPT = `(select d.id from devices d where d.user_id = :userId
  order by d.id = :deviceId desc, d.revoked_at is null desc,
    (select max(l.last_seen_at) from login_sessions l where l.device_id = d.id) desc, d.created_at desc limit ${MAX_DEVICES})`;

/** A device beyond what a person keeps signs nothing more. What claims refer to stays; a sign-in on it registers anew. */
const RETIRE = [
  `delete from devices where user_id = :userId and id not in ${KEPT}
    and not exists (select 1 from claims c where c.device_id = devices.id)`,
  `update login_sessions set device_id = null where user_id = :userId and device_id not in ${KEPT}`,
  `update devices set revoked_at = :now where user_id = :userId and revoked_at is null and id not in ${KEPT}`,
];

/** What a device signs to be registered at this sign-in. Nothing is stored: it follows from the sign-in. */
export function deviceChallenge({ schoolKey, loginSession }: ActorContext): string {
  return keyedHash(schoolKey, 'muster device challenge v1', loginSession.id);
}

/** @throws AppError `invalid` when the numbers are not a point on the curve */
async function refuseBrokenKey(publicKey: DevicePublicKey): Promise<void> {
  await importPublicKey(publicKey).catch((cause) => {
    const message = 'This is not a usable key.';
    throw new AppError('invalid', message, { cause, fieldErrors: { publicKey: [message] } });
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
  if (results[1]?.rows.length === 0)
    throw new AppError('conflict', 'This device is registered already, with another key or by somebody else.');
  ctx.log('info', 'device.registered', { userId: ctx.actor.id, deviceId: input.deviceId });
  return { deviceId: input.deviceId };
}

function statementsOf(ctx: ActorContext, { deviceId, publicKey, name }: DeviceRegisterInput, isProven: boolean): InStatement[] {
  const { kty, crv, x, y } = publicKey;
  const now = ctx.now();
  const owned = { deviceId, userId: ctx.actor.id, publicKey: JSON.stringify({ kty, crv, x, y }) };
  return [
    endKeysOf(sectionsOfStaff(FORMER_OWNER), { ...owned, isProven, now }),
    { sql: REGISTER, args: { ...owned, isProven, name, browserId: nameBrowser(ctx), now } },
    { sql: BIND, args: { ...owned, loginSessionId: ctx.loginSession.id } },
    ...RETIRE.map((sql) => ({ sql, args: { deviceId, userId: ctx.actor.id, now } })),
  ];
}
