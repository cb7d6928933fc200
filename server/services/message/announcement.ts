/** Publishing announcements: who is meant is told in the same write, however many they are. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { announcementSections, announcements, departments, notifications, sections, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { Audience, PublishInput } from '#domain/message/announcement';
import { can } from '#domain/person/permission';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { isAnybody, isRecipient, isWritable, mayWrite } from './announcement-audience';
import { type FileColumns, removeFile, requireFile, storeFile } from './announcement-file';

type Published = { announcementId: number; recipients: number };

type Publishing = PublishInput & { publishedAt: number; stored: FileColumns | null };

/** The announcement of this writing. */
const idOf = (id: string) => sql<number>`(select id from ${announcements} where ${announcements.actionId} = ${id})`;

/** Happens once, and only if it is allowed by then and somebody gets it. */
function insertStatement(ctx: ActorContext, publishing: Publishing, isOne: ReturnType<typeof and>): Write {
  const { id: actionId, title, body, isPinned, publishedAt, expiresAt, audience, stored } = publishing;
  const { roles = null, departmentIds = null } = audience.kind === 'school' ? audience : {};
  const to = { audience: audience.kind, roles, departmentIds };
  const row = { actionId, authorId: ctx.actor.id, title, body, ...to, isPinned, publishedAt, expiresAt, ...stored };
  const isAllowed = and(mayWrite(ctx, audience), isOne && isAnybody(ctx, isOne));
  const values = ctx.db.select(rowOf(announcements, row)).from(ONE_ROW).where(isAllowed);
  return ctx.db.insert(announcements).select(values).onConflictDoNothing();
}

/** The classes it is written to; for other audiences there is nothing to write. */
function sectionStatements(ctx: ActorContext, { id, audience }: Publishing): Write[] {
  if (audience.kind !== 'sections') return [];
  const row = rowOf(announcementSections, { announcementId: idOf(id), sectionId: sections.id });
  const isNamed = sql`${sections.id} in (select value from json_each(${JSON.stringify(audience.sectionIds)}))`;
  const named = ctx.db
    .select(row)
    .from(sections)
    .where(and(isNamed, isWritable(ctx), sql`changes() > 0`));
  return [ctx.db.insert(announcementSections).select(named)];
}

/** Tells everybody in one statement. Its author knows already. */
function tellStatement(ctx: ActorContext, { id, publishedAt, expiresAt }: Publishing, isOne: ReturnType<typeof and>): Write {
  const row = rowOf(notifications, {
    userId: users.id,
    announcementId: idOf(id),
    kind: 'announcement',
    facts: {},
    createdAt: publishedAt,
    readAt: sql`case when ${users.id} = ${ctx.actor.id} then ${publishedAt} end`,
    retractedAt: expiresAt,
  });
  return ctx.db.insert(notifications).select(ctx.db.select(row).from(users).where(and(isOne, sql`changes() > 0`)));
}

/** The departments that it is narrowed to by name, as a part of a JSON object; nothing where it is not. */
function departmentsFact(audience: Audience): SQL {
  const ids = audience.kind === 'school' ? audience.departmentIds : undefined;
  if (!ids) return sql``;
  const { id, name } = departments;
  const names = sql`select ${name} from ${departments} where ${id} in (select value from json_each(${JSON.stringify(ids)})) order by ${name}`;
  return sql`, 'departments', json((select json_group_array(name) from (${names})))`;
}

/** @throws AppError `forbidden` for the school by staff, `invalid` for one that would end before it begins */
function requireWritable({ actor }: ActorContext, { audience, publishedAt, expiresAt }: Omit<Publishing, 'stored'>): void {
  if (audience.kind === 'school' && !can(actor, 'school.manage'))
    throw new AppError('forbidden', 'announcement.school-by-administrators');
  if (expiresAt !== null && expiresAt <= publishedAt) throw invalidField('expiresAt', 'announcement.ends-too-early');
}

/** Why nothing was written; the announcement that was, when it was sent again.
 *  @throws AppError for every other reason */
async function explainUnpublished(ctx: ActorContext, { id, audience }: Publishing): Promise<Published> {
  const recipients = ctx.db.$count(notifications, eq(notifications.announcementId, announcements.id));
  const [before] = await ctx.db
    .select({ announcementId: announcements.id, authorId: announcements.authorId, recipients })
    .from(announcements)
    .where(eq(announcements.actionId, id));
  if (before && before.authorId !== ctx.actor.id) throw new AppError('conflict', 'announcement.foreign-id');
  if (before) return { announcementId: before.announcementId, recipients: before.recipients };
  if (audience.kind === 'sections' && !(await areWritable(ctx, audience.sectionIds)))
    throw new AppError('not-found', 'announcement.unknown-class');
  throw invalidField('audience', 'announcement.nobody');
}

async function areWritable(ctx: ActorContext, sectionIds: number[]): Promise<boolean> {
  const [found] = await ctx.db
    .select({ one: sql`1` })
    .from(ONE_ROW)
    .where(mayWrite(ctx, { kind: 'sections', sectionIds }));
  return found !== undefined;
}

/** Publishes an announcement. Sent again, it is the same one.
 *  @throws AppError `forbidden` for the school by staff; `not-found` for a class that is not theirs; `invalid` where nobody would get it,
 *  and for a file that is not taken */
export async function publishAnnouncement(ctx: ActorContext, input: PublishInput): Promise<Published> {
  const publishedAt = Math.max(ctx.now(), input.publishAt ?? 0);
  requireWritable(ctx, { ...input, publishedAt });
  const file = input.file && requireFile(input.file);
  const { id, title, audience } = input;
  const isOne = await isRecipient(ctx, audience);
  const publishing = { ...input, publishedAt, stored: file ? await storeFile(ctx, file) : null };
  const sectionWrites = sectionStatements(ctx, publishing);
  const results = await ctx.commit([
    insertStatement(ctx, publishing, isOne),
    ...sectionWrites,
    tellStatement(ctx, publishing, isOne),
    auditChange(ctx, {
      action: 'announcement.published',
      subject: sql`'announcement:' || ${idOf(id)}`,
      detail: sql`json_object('title', ${title}, 'audience', ${audience.kind}${departmentsFact(audience)}, 'publishedAt', ${publishedAt},
        'recipients', changes())`,
    }),
  ]);
  const [made, told] = [results[0], results[1 + sectionWrites.length]];
  if (made?.rowsAffected !== 1) {
    await removeFile(ctx, publishing.stored?.attachmentKey);
    return explainUnpublished(ctx, publishing);
  }
  const published = { announcementId: Number(made.lastInsertRowid), recipients: told?.rowsAffected ?? 0 };
  ctx.log('info', 'announcement.published', { actorId: ctx.actor.id, ...published });
  return published;
}
