/** What guardians come with from their mails, who sign in nowhere: a link that proves their address, one to a student's days, and the way
 *  to end the mails. Each opens what it was made for, of one student. */
import { and, eq, exists, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { deliveries, guardianLinks, guardians, users } from '#db/schema';
import { IS_TOLD, MAY_BE_ASKED, MAY_CONFIRM, MAY_LOOK } from '#db/sql/guardian';
import { asBoolean, rowOf } from '#db/sql/values';
import { MINUTE_MS } from '#domain/duration';
import { type Bytes, equalBytes, sha256Hex, toBase64Url, utf8 } from '#domain/encoding';
import { AppError } from '#domain/errors';
import * as paths from '#domain/paths';
import { GUARDIAN_LINK_LASTS_MS, type GuardianLink, type GuardianToken } from '#domain/person/guardian';
import { auditChange } from '#server/context/audit';
import type { Context, Services } from '#server/context/context';
import { keyedHash } from './keyed-hash';
import { blockedUntil, consume, networkOf, tooManyTries } from './rate-limit';

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** Nobody guesses one; this keeps a script from asking the database for ever. */
const WRONG_LINKS_PER_ADDRESS = { max: 100, windowMs: 15 * MINUTE_MS };

/** What a link leads to, and for whom one is made. */
const LINKS: Record<GuardianLink, { path: (token: string) => string; isMadeFor: SQL; opensFor: SQL }> = {
  confirm: { path: paths.confirmGuardian, isMadeFor: MAY_BE_ASKED, opensFor: MAY_CONFIRM },
  days: { path: paths.guardianDays, isMadeFor: IS_TOLD, opensFor: MAY_LOOK },
};

/** @param email where a mail brings it */
type LinkOwner = { guardianId: number; email: string; purpose: GuardianLink };

/** Makes a link, which is in the mail and nowhere else.
 *  @throws Error for who may not have it by now, or has another address */
export async function makeGuardianLink(services: Services, { guardianId, email, purpose }: LinkOwner): Promise<string> {
  const { db, commit, now, policy } = services;
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const { path, isMadeFor } = LINKS[purpose];
  const expiresAt = now() + GUARDIAN_LINK_LASTS_MS[purpose];
  const row = rowOf(guardianLinks, { tokenHash: await sha256Hex(token), guardianId: guardians.id, purpose, expiresAt });
  const isTheirs = and(eq(guardians.id, guardianId), eq(guardians.email, email), isMadeFor);
  const [made] = await commit([
    db
      .insert(guardianLinks)
      .select(db.select(row).from(guardians).innerJoin(users, eq(users.id, guardians.studentId)).where(isTheirs)),
  ]);
  if (made?.rowsAffected !== 1) throw new Error('This guardian is not written to any more.');
  return policy.baseUrl + path(token);
}

/** What somebody came with, unless they have come with too much that was wrong.
 *  @throws AppError `rate-limited` */
async function find<Found>(ctx: Context, look: () => Promise<Found | undefined>): Promise<Found | null> {
  const limits = [{ key: `guardian|address|${networkOf(ctx.address)}`, ...WRONG_LINKS_PER_ADDRESS }];
  const until = await blockedUntil(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  const found = await look();
  if (found === undefined) await consume(ctx, limits);
  return found ?? null;
}

type UsedLink = { token: string; purpose: GuardianLink };

/** Condition on `guardian_links`: it is this one, and holds. */
async function isLink({ now }: Context, { token, purpose }: UsedLink): Promise<SQL> {
  const hash = TOKEN.test(token) ? await sha256Hex(token) : '';
  const { tokenHash, expiresAt } = guardianLinks;
  return and(eq(tokenHash, hash), eq(guardianLinks.purpose, purpose), gt(expiresAt, now())) as SQL;
}

/** Whose link it is, and of which student; null for none that opens.
 *  @throws AppError `rate-limited` */
export async function findGuardian(ctx: Context, link: UsedLink) {
  const where = and(await isLink(ctx, link), LINKS[link.purpose].opensFor);
  const { id: guardianId, name, studentId, confirmedAt } = guardians;
  const { expiresAt } = guardianLinks;
  return find(ctx, () =>
    ctx.db
      .select({ guardianId, name, studentId, student: users.name, isConfirmed: asBoolean(isNotNull(confirmedAt)), expiresAt })
      .from(guardianLinks)
      .innerJoin(guardians, eq(guardianId, guardianLinks.guardianId))
      .innerJoin(users, eq(users.id, studentId))
      .where(where)
      .get(),
  );
}

/** What is said of a link before it is used. The student is named to those alone who have proved the address. */
export type Confirming = { isValid: boolean; student: string | null };

/** @throws AppError `rate-limited` */
export async function lookAtConfirming(ctx: Context, { token }: GuardianToken): Promise<Confirming> {
  const found = await findGuardian(ctx, { token, purpose: 'confirm' });
  return { isValid: found !== null, student: found?.isConfirmed ? found.student : null };
}

function refuseLink(): never {
  throw new AppError('not-found', 'person.guardian-link-unknown');
}

const actorOf = (ctx: Context, { name }: { name: string }) => ({ ...ctx, actor: { id: null, name, role: 'guardian' } });

/** Notes that the address is the guardian's. Idempotent while the link holds.
 *  @throws AppError `not-found` for a link that does not hold, `rate-limited` */
export async function confirmGuardian(ctx: Context, { token }: GuardianToken): Promise<{ student: string }> {
  const { db } = ctx;
  const link = { token, purpose: 'confirm' as const };
  const found = (await findGuardian(ctx, link)) ?? refuseLink();
  const { guardianId, name, studentId, student } = found;
  const holds = and(eq(guardianLinks.guardianId, guardians.id), await isLink(ctx, link));
  const mayConfirm = db.select({ one: sql`1` }).from(users).where(MAY_CONFIRM);
  await ctx.commit([
    db
      .update(guardians)
      .set({ confirmedAt: ctx.now() })
      .where(
        and(
          ...[eq(guardians.id, guardianId), isNull(guardians.confirmedAt), exists(mayConfirm)],
          exists(db.select({ one: sql`1` }).from(guardianLinks).where(holds)),
        ),
      ),
    auditChange(actorOf(ctx, found), { action: 'guardian.confirmed', subject: `user:${studentId}`, detail: { name } }),
  ]);
  ctx.log('info', 'guardian.confirmed', { guardianId });
  return { student };
}

type Reached = { id: number; email: string };

/** The token that ends a guardian's mails. Never expires: a mail may be read after years. Another address has another. */
export function stopToken(schoolKey: Bytes, { id, email }: Reached): string {
  return `${id}.${keyedHash(schoolKey, 'muster guardian unsubscribe v1', `${id}.${email}`)}`;
}

/** Whose mails a token ends; null for one that was not made here, or whose guardian is gone or has another address.
 *  @throws AppError `rate-limited` */
function findStopping(ctx: Context, token: string) {
  const id = /^(\d{1,15})\./.exec(token)?.[1] ?? '0';
  const { email, name, studentId, confirmedAt, unsubscribedAt } = guardians;
  return find(ctx, async () => {
    const [found] = await ctx.db
      .select({ id: guardians.id, email, name, studentId, student: users.name, confirmedAt, unsubscribedAt })
      .from(guardians)
      .innerJoin(users, eq(users.id, studentId))
      .where(eq(guardians.id, Number(id)));
    return found && equalBytes(utf8(stopToken(ctx.schoolKey, found)), utf8(token)) ? found : undefined;
  });
}

/** What is said before the mails are ended. The student is named to those alone who have proved the address. */
export type Stopping = { isValid: boolean; isStopped: boolean; student: string | null };

/** @throws AppError `rate-limited` */
export async function lookAtStopping(ctx: Context, { token }: GuardianToken): Promise<Stopping> {
  const found = await findStopping(ctx, token);
  const isStopped = found !== null && found.unsubscribedAt !== null;
  return { isValid: found !== null, isStopped, student: found && found.confirmedAt !== null ? found.student : null };
}

/** Ends the mails to a guardian, those that wait among them. Idempotent.
 *  @throws AppError `not-found` for a token that was not made here, `rate-limited` */
export async function stopGuardianMails(ctx: Context, { token }: GuardianToken): Promise<void> {
  const found = (await findStopping(ctx, token)) ?? refuseLink();
  const { id, email, name, studentId } = found;
  const isTheirs = and(eq(guardians.id, id), eq(guardians.email, email));
  const stopped = ctx.db
    .select({ one: sql`1` })
    .from(guardians)
    .where(and(isTheirs, isNotNull(guardians.unsubscribedAt)));
  await ctx.commit([
    ctx.db
      .update(guardians)
      .set({ unsubscribedAt: ctx.now() })
      .where(and(isTheirs, isNull(guardians.unsubscribedAt))),
    auditChange(actorOf(ctx, found), { action: 'guardian.unsubscribed', subject: `user:${studentId}`, detail: { name } }),
    ctx.db.delete(deliveries).where(and(eq(deliveries.guardianId, id), isNull(deliveries.sentAt), exists(stopped))),
  ]);
  ctx.log('info', 'guardian.unsubscribed', { guardianId: id });
}
