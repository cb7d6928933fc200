/** One's own details and photo, kept up to date by their owner. Passwords and sign-ins are the business of `server/auth`. */
import { eq } from 'drizzle-orm';
import { OWN_NAME } from '#db/own-name';
import { queryRow } from '#db/query';
import { userPhotos, users } from '#db/schema';
import { fromBase64Url, toBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { judgePhoto, type PhotoInput, type PhotoType, type ProfileInput } from '#domain/person/profile';
import type { Role } from '#domain/person/user';
import { auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** The actor's own details, and where and how they read time. `ownLocale` is null where they follow the school.
 *  @throws AppError `not-found` when the account was removed a moment ago */
export async function ownProfile(ctx: ActorContext) {
  const { id, name, preferredName, requestedName, email, phone, locale, role, createdAt } = users;
  const [profile] = await ctx.db
    .select({
      ...{ id, name, preferredName, requestedName, email, phone, ownLocale: locale, role, createdAt },
      photoAt: userPhotos.updatedAt,
    })
    .from(users)
    .leftJoin(userPhotos, eq(userPhotos.userId, id))
    .where(eq(id, ctx.actor.id));
  if (!profile) throw new AppError('not-found', 'This account no longer exists.');
  const settings = await loadSettings(ctx);
  return { ...profile, zone: settings.zone, locale: profile.ownLocale ?? settings.locale };
}

type Details = {
  name: string;
  requestedName: string | null;
  preferredName: string | null;
  phone: string | null;
  locale: string | null;
};

const DETAILS = `select name, requested_name requestedName, preferred_name preferredName, phone, locale, role from users where id = ?`;
const CHANGE = `update users set ${OWN_NAME}, preferred_name = :preferredName, phone = :phone, locale = :locale
  where id = :id and (case when role = 'admin' then name else coalesce(requested_name, name) end, preferred_name, phone, locale)
    is not (:name, :preferredName, :phone, :locale)`;

/** What differs, with from and to. A phone number is told to have changed, not what it is: the log is for ever. */
function changesBetween(before: Details, after: Details): Record<string, unknown> {
  const keys = (Object.keys(after) as (keyof Details)[]).filter((key) => before[key] !== after[key]);
  return Object.fromEntries(keys.map((key) => [key, key === 'phone' ? 'changed' : { from: before[key], to: after[key] }]));
}

/** Details as they are after a change: the name in registers by request, unless an administrator's own. */
function detailsAfter({ name: before, role }: Pick<Details, 'name'> & { role: Role }, { name, ...rest }: ProfileInput): Details {
  const isDirect = role === 'admin';
  return { name: isDirect ? name : before, requestedName: isDirect || name === before ? null : name, ...rest };
}

/** Changes the actor's own details; each change is on the audit log. Another name is asked for, except by administrators (`OWN_NAME`).
 *  @throws AppError `not-found` when the account was removed a moment ago */
export async function editProfile(ctx: ActorContext, input: ProfileInput): Promise<{ outcome: 'saved' }> {
  const { actor } = ctx;
  const before = await queryRow<Details & { role: Role }>(ctx.db, DETAILS, [actor.id]);
  if (!before) throw new AppError('not-found', 'This account no longer exists.');
  const detail = changesBetween(before, detailsAfter(before, input));
  const entry = { actor, at: ctx.now(), action: 'profile.edited' as const, subject: `user:${actor.id}`, detail };
  await ctx.commit([{ sql: CHANGE, args: { ...input, id: actor.id } }, auditIfChanged(entry)]);
  return { outcome: 'saved' };
}

/** Sets the actor's photo: the picture alone, without what else its file said.
 *  @throws AppError `invalid` at the field `photo` for what is not a small square JPEG or WebP */
export async function setPhoto(ctx: ActorContext, input: PhotoInput): Promise<{ updatedAt: number }> {
  const verdict = judgePhoto(fromBase64Url(input.bytes) ?? new Uint8Array(0));
  if ('problem' in verdict) throw new AppError('invalid', verdict.problem, { fieldErrors: { photo: [verdict.problem] } });
  const updatedAt = ctx.now();
  await ctx.commit([
    {
      sql: `insert into user_photos (user_id, type, bytes, updated_at) values (?, ?, ?, ?)
        on conflict (user_id) do update set type = excluded.type, bytes = excluded.bytes, updated_at = excluded.updated_at`,
      args: [ctx.actor.id, verdict.type, verdict.bytes, updatedAt],
    },
  ]);
  return { updatedAt };
}

/** Removes the actor's photo. Idempotent. */
export async function removePhoto(ctx: ActorContext): Promise<{ outcome: 'removed' }> {
  await ctx.commit([{ sql: 'delete from user_photos where user_id = ?', args: [ctx.actor.id] }]);
  return { outcome: 'removed' };
}

const BOTH_STAFF = `exists (select 1 from section_staff mine join section_staff theirs on theirs.section_id = mine.section_id
  where mine.user_id = :actorId and theirs.user_id = :userId)`;
const TEACHES_THEM = `exists (select 1 from section_staff mine join enrolments e on e.section_id = mine.section_id
  where mine.user_id = :actorId and e.student_id = :userId)`;
const IS_TAUGHT_BY_THEM = `exists (select 1 from enrolments e join section_staff theirs on theirs.section_id = e.section_id
  where e.student_id = :actorId and theirs.user_id = :userId)`;

/** Oneself, an administrator, staff and students of one section; students do not see each other's. */
const MAY_SEE = `(:userId = :actorId or :isAdmin or ${BOTH_STAFF} or ${TEACHES_THEM} or ${IS_TAUGHT_BY_THEM})`;

type PhotoRow = { type: PhotoType; bytes: ArrayBuffer };

/** A person's photo, for those who may see the person.
 *  @returns `bytes` in base64url
 *  @throws AppError `not-found` where there is none, or none for this actor */
export async function getPhoto(ctx: ActorContext, { userId }: { userId: number }): Promise<{ type: PhotoType; bytes: string }> {
  const sql = `select type, bytes from user_photos where user_id = :userId and ${MAY_SEE}`;
  const args = { userId, actorId: ctx.actor.id, isAdmin: ctx.actor.role === 'admin' };
  const photo = await queryRow<PhotoRow>(ctx.db, sql, args);
  if (!photo) throw new AppError('not-found', 'There is no photo here.');
  return { type: photo.type, bytes: toBase64Url(photo.bytes) };
}
