/** The file of an announcement: given with it, read by whoever has it in the inbox and whoever may change it, gone when it is withdrawn. */
import { and, eq, exists, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { announcements, notifications } from '#db/schema';
import { type Attachment, type AttachmentType, judgeAttachment } from '#domain/correction/attachment';
import type { Bytes } from '#domain/encoding';
import { AppError, invalidField } from '#domain/errors';
import type { AnnouncementRef } from '#domain/message/announcement';
import { attachmentStore } from '#server/context/attachment-store';
import type { ActorContext } from '#server/context/context';
import { isChangeable } from './announcement-change';
import { isOwn } from './inbox';

/** What an announcement's row says of its file. */
export type FileColumns = { attachmentKey: string; attachmentType: AttachmentType; attachmentSize: number };

/** @throws AppError `invalid` at `file` for what is neither an image nor a PDF, and for more than 5 MB */
export function requireFile(bytes: Bytes): Attachment {
  const verdict = judgeAttachment(bytes);
  if ('problem' in verdict) throw invalidField('file', verdict.problem);
  return verdict;
}

/** Stores a file before what refers to it. */
export async function storeFile(ctx: ActorContext, { type, bytes }: Attachment): Promise<FileColumns> {
  const attachmentKey = crypto.randomUUID();
  await attachmentStore(ctx).put(attachmentKey, bytes);
  return { attachmentKey, attachmentType: type, attachmentSize: bytes.length };
}

/** Removes a file. Idempotent; nothing where there is none. */
export async function removeFile(ctx: ActorContext, attachmentKey: string | null | undefined): Promise<void> {
  if (attachmentKey) await attachmentStore(ctx).remove(attachmentKey);
}

/** Condition on `announcements`: the actor has it in the inbox, or may change it. */
function isReadable(ctx: ActorContext, ref: AnnouncementRef): SQL {
  const message = ctx.db
    .select({ one: sql`1` })
    .from(notifications)
    .where(and(eq(notifications.announcementId, ref.announcementId), isOwn(ctx)));
  const isIt = and(eq(announcements.id, ref.announcementId), isNull(announcements.withdrawnAt));
  return and(isIt, or(isChangeable(ctx, ref), exists(message))) as SQL;
}

/** The file of an announcement.
 *  @throws AppError `not-found` where there is none, or none for this actor */
export async function getAnnouncementFile(
  ctx: ActorContext,
  ref: AnnouncementRef,
): Promise<Pick<Attachment, 'type'> & { bytes: Uint8Array }> {
  const { attachmentKey: key, attachmentType: type } = announcements;
  const [found] = await ctx.db
    .select({ key, type })
    .from(announcements)
    .where(and(isReadable(ctx, ref), isNotNull(key)));
  const bytes = found?.key && (await attachmentStore(ctx).get(found.key));
  if (!bytes || !found.type) throw new AppError('not-found', 'correction.attachment-missing');
  return { type: found.type, bytes };
}
