/** What webhooks are signed with: a secret that is derived, so that no database holds it, and shown once by whoever makes it. */
import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { school } from '#db/schema';
import type { Bytes } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { keyedHash } from './keyed-hash';

/** @param madeAt epoch ms; another one is another secret */
export function webhookSecret(schoolKey: Bytes, madeAt: number): string {
  return keyedHash(schoolKey, 'muster webhook v1', String(madeAt));
}

/** Says that a body is this server's, and when it was signed, against its being sent again by others: `t=<seconds>,v1=<hex>`, HMAC-SHA-256 over
 *  `<seconds>.<body>`.  @param at epoch ms */
export function webhookSignature(secret: string, body: string, at: number): string {
  const seconds = Math.floor(at / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Makes the webhook's secret and tells it, this once. The one before signs nothing any more.
 *  @throws AppError `conflict` where no address is set */
export async function makeWebhookSecret(ctx: ActorContext): Promise<{ secret: string }> {
  const madeAt = ctx.now();
  const [changed] = await ctx.commit([
    ctx.db
      .update(school)
      .set({
        settings: sql`json_set(${school.settings}, '$.messages.webhookSecretAt', ${madeAt})`,
        updatedAt: sql`max(${madeAt}, ${school.updatedAt} + 1)`,
      })
      .where(sql`${school.settings} ->> '$.messages.webhookUrl' <> ''`),
    auditChange(ctx, { action: 'webhook.secret-made', subject: 'school:1' }),
  ]);
  if (changed?.rowsAffected !== 1) throw new AppError('conflict', 'delivery.webhook-missing');
  return { secret: webhookSecret(ctx.schoolKey, madeAt) };
}
