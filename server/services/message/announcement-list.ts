/** Announcements as whoever wrote them sees them: one's own, all of them for administrators, with who has read them. */
import { and, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { announcementSections, announcements, courses, departments, notifications, sections, users } from '#db/schema';
import { author } from '#db/sql/notification';
import { photoAtOf } from '#db/sql/photo-at';
import { AppError } from '#domain/errors';
import { groupBy } from '#domain/group';
import {
  type AnnouncementList,
  type AnnouncementPage,
  type AnnouncementRef,
  type AnnouncementView,
  announcementStateAt,
  type UnreadList,
  type UnreadPage,
} from '#domain/message/announcement';
import type { DeliveryProgress } from '#domain/message/delivery-view';
import { can } from '#domain/person/permission';
import type { ActorContext } from '#server/context/context';
import { isChangeable } from './announcement-change';
import { progressOf } from './delivery-list';

const PAGE = 20;
const UNREAD_PAGE = 50;

function loadAnnouncements({ db }: ActorContext, where: SQL | undefined, limit: number) {
  const { id, title, body, audience, roles, isPinned, publishedAt, expiresAt, editedAt, withdrawnAt } = announcements;
  const { departmentIds, attachmentType, attachmentSize } = announcements;
  const isTold = eq(notifications.announcementId, id);
  return db
    .select({
      ...{ id, title, body, audience, roles, isPinned, publishedAt, expiresAt, editedAt, withdrawnAt },
      ...{ departmentIds, attachmentType, attachmentSize },
      author: author.name,
      recipients: db.$count(notifications, isTold),
      unread: db.$count(notifications, and(isTold, isNull(notifications.readAt))),
    })
    .from(announcements)
    .innerJoin(author, eq(author.id, announcements.authorId))
    .where(where)
    .orderBy(desc(id))
    .limit(limit);
}

type Row = Awaited<ReturnType<typeof loadAnnouncements>>[number];

/** Names of the classes of announcements, by announcement. */
async function loadSections({ db }: ActorContext, ids: number[]) {
  const rows = await db
    .select({
      id: announcementSections.announcementId,
      name: sql<string>`${courses.title} || ' ' || ${sections.code}`,
    })
    .from(announcementSections)
    .innerJoin(sections, eq(sections.id, announcementSections.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(inArray(announcementSections.announcementId, ids))
    .orderBy(courses.title, sections.code);
  return groupBy(rows, ({ id }) => id);
}

/** Names of the departments that any of them is narrowed to, by id. */
async function loadDepartments({ db }: ActorContext, rows: readonly Row[]): Promise<Map<number, string>> {
  const ids = [...new Set(rows.flatMap(({ departmentIds }) => departmentIds ?? []))];
  if (ids.length === 0) return new Map();
  const { id, name } = departments;
  const found = await db.select({ id, name }).from(departments).where(inArray(id, ids));
  return new Map(found.map((one) => [one.id, one.name]));
}

async function toViews(ctx: ActorContext, rows: Row[]): Promise<AnnouncementView[]> {
  const ids = rows.map(({ id }) => id);
  const [names, departmentNames] = await Promise.all([loadSections(ctx, ids), loadDepartments(ctx, rows)]);
  return rows.map(({ withdrawnAt, unread, departmentIds, attachmentType: type, attachmentSize: size, ...row }) => ({
    ...row,
    departments: departmentIds?.flatMap((id) => departmentNames.get(id) ?? []) ?? [],
    attachment: type !== null && size !== null ? { type, size } : null,
    read: row.recipients - unread,
    sections: names.get(row.id)?.map(({ name }) => name) ?? [],
    state: announcementStateAt({ ...row, withdrawnAt }, ctx.now()),
  }));
}

/** The latest first. */
export async function listAnnouncements(ctx: ActorContext, { after }: AnnouncementPage): Promise<AnnouncementList> {
  const isTheirs = can(ctx.actor, 'school.manage') ? undefined : eq(announcements.authorId, ctx.actor.id);
  const isLater = after === undefined ? undefined : lt(announcements.id, after);
  const found = await loadAnnouncements(ctx, and(isTheirs, isLater), PAGE + 1);
  const rows = await toViews(ctx, found.slice(0, PAGE));
  return { rows, next: found.length > PAGE ? (rows.at(-1)?.id ?? null) : null };
}

/** @throws AppError `not-found` for one the actor may not know of */
export async function getAnnouncement(ctx: ActorContext, ref: AnnouncementRef): Promise<AnnouncementView> {
  const [view] = await toViews(ctx, await loadAnnouncements(ctx, isChangeable(ctx, ref), 1));
  if (!view) throw new AppError('not-found', 'announcement.unknown');
  return view;
}

/** @throws AppError `not-found` for one the actor may not know of */
async function loadKnown(ctx: ActorContext, ref: AnnouncementRef) {
  const { id: announcementId, publishedAt } = announcements;
  const [known] = await ctx.db.select({ announcementId, publishedAt }).from(announcements).where(isChangeable(ctx, ref));
  if (!known) throw new AppError('not-found', 'announcement.unknown');
  return known;
}

/** How far its deliveries are.
 *  @throws AppError `not-found` for one the actor may not know of */
export async function getProgress(ctx: ActorContext, ref: AnnouncementRef): Promise<DeliveryProgress> {
  return progressOf(ctx, await loadKnown(ctx, ref));
}

/** Who has not read one, by name.
 *  @throws AppError `not-found` for one the actor may not know of */
export async function listUnread(ctx: ActorContext, { announcementId, after }: UnreadPage): Promise<UnreadList> {
  await loadKnown(ctx, { announcementId });
  const { id, name, role } = users;
  const isMeant = and(eq(notifications.announcementId, announcementId), isNull(notifications.readAt));
  // Only of those who got it: where another name stands in the order tells something of it.
  const last = sql`(select u.name, u.id from ${users} u join ${notifications} n on n.user_id = u.id
    where u.id = ${after} and n.announcement_id = ${announcementId})`;
  const isLater = after === undefined ? undefined : sql`(${name} collate nocase, ${id}) > ${last}`;
  const found = await ctx.db
    .select({ id, name, role, photoAt: photoAtOf(users) })
    .from(notifications)
    .innerJoin(users, eq(id, notifications.userId))
    .where(and(isMeant, isLater))
    .orderBy(sql`${name} collate nocase`, id)
    .limit(UNREAD_PAGE + 1);
  const rows = found.slice(0, UNREAD_PAGE);
  return { rows, next: found.length > UNREAD_PAGE ? (rows.at(-1)?.id ?? null) : null };
}
