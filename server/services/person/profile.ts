/** One's own details and photo, kept up to date by their owner. Passwords and sign-ins are the business of `server/auth`. */
import { and, eq, exists, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { ownName } from '#db/own-name';
import { classSessions, covers, enrolments, sectionStaff, userPhotos, users } from '#db/schema';
import { IS_STANDING } from '#db/sql/staffing';
import type { AuditFacts } from '#domain/audit/audit';
import { fromBase64Url, toBase64Url } from '#domain/encoding';
import { AppError, invalidField } from '#domain/errors';
import { judgePhoto, type PhotoInput, type PhotoType, type ProfileInput } from '#domain/person/profile';
import type { Role } from '#domain/person/user';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';

/** The actor's own details. `ownLocale` is null where they follow the school.
 *  @throws AppError `not-found` when the account was removed a moment ago */
export async function ownProfile(ctx: ActorContext) {
  const { id, name, preferredName, requestedName, email, phone, locale, language, role, createdAt } = users;
  const [profile] = await ctx.db
    .select({
      id,
      name,
      preferredName,
      requestedName,
      email,
      phone,
      ownLocale: locale,
      language,
      role,
      createdAt,
      photoAt: userPhotos.updatedAt,
    })
    .from(users)
    .leftJoin(userPhotos, eq(userPhotos.userId, id))
    .where(eq(id, ctx.actor.id));
  if (!profile) throw new AppError('not-found', 'account.gone');
  return profile;
}

type Details = {
  name: string;
  requestedName: string | null;
  preferredName: string | null;
  phone: string | null;
  locale: string | null;
  language: string | null;
};

/** What differs, with from and to. A phone number is told to have changed, not what it is: the log is for ever. */
function changesBetween(before: Details, after: Details): AuditFacts<'profile.edited'> {
  const { phone, ...told } = after;
  const keys = (Object.keys(told) as (keyof typeof told)[]).filter((key) => before[key] !== told[key]);
  const changes = Object.fromEntries(keys.map((key) => [key, { from: before[key], to: told[key] }]));
  return before.phone === phone ? { changes } : { changes, hidden: ['phone'] };
}

/** Details as they are after a change: the name in registers by request, unless an administrator's own. */
function detailsAfter({ name: before, role }: Pick<Details, 'name'> & { role: Role }, { name, ...rest }: ProfileInput): Details {
  const isDirect = role === 'admin';
  return { name: isDirect ? name : before, requestedName: isDirect || name === before ? null : name, ...rest };
}

async function loadDetails({ db, actor }: ActorContext) {
  const { name, requestedName, preferredName, phone, locale, language, role } = users;
  const [details] = await db
    .select({ name, requestedName, preferredName, phone, locale, language, role })
    .from(users)
    .where(eq(users.id, actor.id));
  return details;
}

/** Writes details that differ from what is stored. A name that is asked for is the name as its owner knows it. */
function changeStatement({ db, actor }: ActorContext, { name, ...rest }: ProfileInput): Write {
  const { preferredName, phone, locale, language } = rest;
  const known = sql`case when ${users.role} = 'admin' then ${users.name} else coalesce(${users.requestedName}, ${users.name}) end`;
  const stored = sql`(${known}, ${users.preferredName}, ${users.phone}, ${users.locale}, ${users.language})`;
  return db
    .update(users)
    .set({ ...ownName(name), ...rest })
    .where(and(eq(users.id, actor.id), sql`${stored} is not (${name}, ${preferredName}, ${phone}, ${locale}, ${language})`));
}

/** Changes the actor's own details; each change is on the audit log. Another name is asked for, except by administrators (`ownName`).
 *  @throws AppError `not-found` when the account was removed a moment ago */
export async function editProfile(ctx: ActorContext, input: ProfileInput): Promise<{ outcome: 'saved' }> {
  const before = await loadDetails(ctx);
  if (!before) throw new AppError('not-found', 'account.gone');
  const detail = changesBetween(before, detailsAfter(before, input));
  const entry = { action: 'profile.edited' as const, subject: `user:${ctx.actor.id}`, detail };
  await ctx.commit([changeStatement(ctx, input), auditChange(ctx, entry)]);
  return { outcome: 'saved' };
}

/** Sets the actor's photo: the picture alone, without what else its file said.
 *  @throws AppError `invalid` at the field `photo` for what is not a small square JPEG or WebP */
export async function setPhoto(ctx: ActorContext, input: PhotoInput): Promise<{ updatedAt: number }> {
  const verdict = judgePhoto(fromBase64Url(input.bytes) ?? new Uint8Array(0));
  if ('problem' in verdict) throw invalidField('photo', verdict.problem);
  const updatedAt = ctx.now();
  const photo = { type: verdict.type, bytes: Buffer.from(verdict.bytes), updatedAt };
  const insert = ctx.db.insert(userPhotos).values({ userId: ctx.actor.id, ...photo });
  await ctx.commit([insert.onConflictDoUpdate({ target: userPhotos.userId, set: photo })]);
  return { updatedAt };
}

/** Removes the actor's photo. Idempotent. */
export async function removePhoto(ctx: ActorContext): Promise<{ outcome: 'removed' }> {
  await ctx.commit([ctx.db.delete(userPhotos).where(eq(userPhotos.userId, ctx.actor.id))]);
  return { outcome: 'removed' };
}

/** Oneself, an administrator, staff and students of one section, and whoever covers a class its students; students do not see each other's. */
function maySee({ db, actor }: ActorContext, userId: number): SQL | undefined {
  if (actor.id === userId || actor.role === 'admin') return undefined;
  const [mine, theirs] = [alias(sectionStaff, 'mine'), alias(sectionStaff, 'theirs')];
  const one = { one: sql`1` };
  const isMine = eq(mine.userId, actor.id);
  const isTheirs = eq(theirs.userId, userId);
  const { sectionId, studentId } = enrolments;
  const isCovered = and(eq(covers.userId, actor.id), IS_STANDING, eq(studentId, userId));
  return or(
    exists(
      db
        .select(one)
        .from(covers)
        .innerJoin(classSessions, eq(classSessions.id, covers.classSessionId))
        .innerJoin(enrolments, eq(sectionId, classSessions.sectionId))
        .where(isCovered),
    ),
    exists(db.select(one).from(mine).innerJoin(theirs, eq(theirs.sectionId, mine.sectionId)).where(and(isMine, isTheirs))),
    exists(
      db
        .select(one)
        .from(mine)
        .innerJoin(enrolments, eq(sectionId, mine.sectionId))
        .where(and(isMine, eq(studentId, userId))),
    ),
    exists(
      db
        .select(one)
        .from(enrolments)
        .innerJoin(theirs, eq(theirs.sectionId, sectionId))
        .where(and(eq(studentId, actor.id), isTheirs)),
    ),
  );
}

/** A person's photo, for those who may see the person.
 *  @returns `bytes` in base64url
 *  @throws AppError `not-found` where there is none, or none for this actor */
export async function getPhoto(ctx: ActorContext, { userId }: { userId: number }): Promise<{ type: PhotoType; bytes: string }> {
  const { type, bytes } = userPhotos;
  const [photo] = await ctx.db
    .select({ type, bytes })
    .from(userPhotos)
    .where(and(eq(userPhotos.userId, userId), maySee(ctx, userId)));
  if (!photo) throw new AppError('not-found', 'account.no-photo');
  return { type: photo.type, bytes: toBase64Url(photo.bytes) };
}
