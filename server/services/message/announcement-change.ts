/** Changing what was announced: edited, which is marked, or withdrawn. By its author, or an administrator. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { announcements, notifications } from '#db/schema';
import type { Changes } from '#domain/audit/audit';
import { AppError, invalidField } from '#domain/errors';
import type { AnnouncementRef, EditAnnouncementInput } from '#domain/message/announcement';
import { can } from '#domain/person/permission';
import { attachmentStore } from '#server/context/attachment-store';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { mayStillWrite } from './announcement-audience';

const FIELDS = ['title', 'body', 'isPinned', 'expiresAt'] as const;

/** One that the actor may change: one's own, an administrator's are all. */
export function isChangeable({ actor }: ActorContext, { announcementId }: AnnouncementRef) {
  const isOne = eq(announcements.id, announcementId);
  return can(actor, 'school.manage') ? isOne : and(isOne, eq(announcements.authorId, actor.id));
}

/** @throws AppError `not-found` for one the actor may not know of */
async function loadChangeable(ctx: ActorContext, ref: AnnouncementRef) {
  const { title, body, isPinned, publishedAt, expiresAt, withdrawnAt, attachmentKey } = announcements;
  const [announcement] = await ctx.db
    .select({ title, body, isPinned, publishedAt, expiresAt, withdrawnAt, attachmentKey })
    .from(announcements)
    .where(isChangeable(ctx, ref));
  if (!announcement) throw new AppError('not-found', 'announcement.unknown');
  return announcement;
}

/** Sets when it is gone from inboxes, when the statement before changed a row. */
function goneStatement({ db }: ActorContext, { announcementId }: AnnouncementRef, retractedAt: number | null): Write {
  return db
    .update(notifications)
    .set({ retractedAt })
    .where(and(eq(notifications.announcementId, announcementId), sql`changes() > 0`));
}

/** Saves what it says by now. One that its readers have is marked as edited.
 *  @throws AppError `not-found`; `conflict` once it is withdrawn, or its classes are no longer the actor's; `invalid` for one that would end before it begins */
export async function editAnnouncement(ctx: ActorContext, input: EditAnnouncementInput): Promise<{ isChanged: boolean }> {
  const before = await loadChangeable(ctx, input);
  if (before.withdrawnAt !== null) throw new AppError('conflict', 'announcement.withdrawn');
  const { title, body, isPinned, expiresAt } = input;
  if (expiresAt !== null && expiresAt <= before.publishedAt) throw invalidField('expiresAt', 'announcement.ends-too-early');
  const after = { title, body, isPinned, expiresAt };
  const changed = FIELDS.filter((field) => before[field] !== after[field]);
  if (changed.length === 0) return { isChanged: false };
  const changes: Changes<(typeof FIELDS)[number]> = Object.fromEntries(
    changed.map((field) => [field, { from: before[field], to: after[field] }]),
  );
  const isRewritten = changed.includes('title') || changed.includes('body');
  const now = ctx.now();
  const editedAt = isRewritten && before.publishedAt <= now ? { editedAt: now } : {};
  const [edited] = await ctx.commit([
    ctx.db
      .update(announcements)
      .set({ ...after, ...editedAt })
      .where(and(isChangeable(ctx, input), mayStillWrite(ctx, input.announcementId), isNull(announcements.withdrawnAt))),
    auditChange(ctx, { action: 'announcement.edited', subject: `announcement:${input.announcementId}`, detail: { changes } }),
    goneStatement(ctx, input, expiresAt),
  ]);
  if (edited?.rowsAffected !== 1) throw new AppError('conflict', 'announcement.not-yours-now');
  return { isChanged: true };
}

/** Takes it out of every inbox, and its file away. Twice is once.
 *  @throws AppError `not-found` */
export async function withdrawAnnouncement(ctx: ActorContext, ref: AnnouncementRef): Promise<{ isWithdrawn: boolean }> {
  const { title, attachmentKey } = await loadChangeable(ctx, ref);
  const now = ctx.now();
  const [withdrawn] = await ctx.commit([
    ctx.db
      .update(announcements)
      .set({ withdrawnAt: now })
      .where(and(isChangeable(ctx, ref), isNull(announcements.withdrawnAt))),
    auditChange(ctx, { action: 'announcement.withdrawn', subject: `announcement:${ref.announcementId}`, detail: { title } }),
    goneStatement(ctx, ref, now),
  ]);
  if (attachmentKey !== null) await attachmentStore(ctx).remove(attachmentKey);
  return { isWithdrawn: withdrawn?.rowsAffected === 1 };
}
