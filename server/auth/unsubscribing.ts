/** Ending mails from a mail, without signing in: the token there says whose mails of which group, and nobody can make one for somebody else. */
import { eq } from 'drizzle-orm';
import { channelChoices, users } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { type Bytes, equalBytes, utf8 } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { KIND_GROUPS } from '#domain/message/channel';
import { UNSUBSCRIBE_FROM, type UnsubscribeFrom, type UnsubscribeToken } from '#domain/message/unsubscribing';
import type { Context } from '#server/context/context';
import { keyedHash } from './keyed-hash';

type Unsubscribing = { userId: number; from: UnsubscribeFrom };

/** The token for a person's mails of a group. Never expires: a mail may be read after years. */
export function unsubscribeToken(schoolKey: Bytes, userId: number, from: UnsubscribeFrom): string {
  return `${userId}.${from}.${keyedHash(schoolKey, 'muster unsubscribe v1', `${userId}.${from}`)}`;
}

/** What a token stands for; null for one that was not made here. Never throws. */
function readUnsubscribeToken(schoolKey: Bytes, token: string): Unsubscribing | null {
  const [id = '', name = ''] = token.split('.');
  const from = UNSUBSCRIBE_FROM.find((one) => one === name);
  const userId = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  if (!from || !equalBytes(utf8(unsubscribeToken(schoolKey, userId, from)), utf8(token))) return null;
  return { userId, from };
}

/** What a token ends; null for one that was not made here. */
export function lookAtUnsubscribing({ schoolKey }: Context, { token }: UnsubscribeToken): { from: UnsubscribeFrom | null } {
  return { from: readUnsubscribeToken(schoolKey, token)?.from ?? null };
}

/** Ends a person's mails of a group, or all of them. Idempotent.
 *  @throws AppError `not-found` for a token that was not made here */
export async function unsubscribe(ctx: Context, { token }: UnsubscribeToken): Promise<{ from: UnsubscribeFrom }> {
  const read = readUnsubscribeToken(ctx.schoolKey, token);
  if (!read) throw new AppError('not-found', 'delivery.unsubscribe-unknown');
  const { db } = ctx;
  const groups = read.from === 'all' ? KIND_GROUPS : [read.from];
  const { userId, kindGroup, channel } = channelChoices;
  const statements = groups.map((group) => {
    const row = rowOf(channelChoices, { userId: users.id, kindGroup: group, channel: 'mail', isOn: false });
    const theirs = db.select(row).from(users).where(eq(users.id, read.userId));
    const target = [userId, kindGroup, channel];
    return db
      .insert(channelChoices)
      .select(theirs)
      .onConflictDoUpdate({ target, set: { isOn: false } });
  });
  await ctx.commit(statements);
  ctx.log('info', 'mail.unsubscribed', { userId: read.userId, from: read.from });
  return { from: read.from };
}
