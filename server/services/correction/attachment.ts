/** The file that comes with a request for a correction: one, given by whoever asked, seen by them and by those who may decide. */
import { and, eq, isNull } from 'drizzle-orm';
import { classSessions, corrections } from '#db/schema';
import { hasRegister } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import { type Attachment, type AttachmentType, judgeAttachment } from '#domain/correction/attachment';
import type { AttachInput } from '#domain/correction/correction';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import { attachmentStore } from '#server/context/attachment-store';
import type { ActorContext } from '#server/context/context';

/** The actor's own request, as long as it waits and has no file. */
function isToAttach({ actor }: ActorContext, correctionId: number) {
  const { id, requestedById, state, attachmentKey } = corrections;
  return and(eq(id, correctionId), eq(requestedById, actor.id), eq(state, 'open'), isNull(attachmentKey));
}

/** Stores the file first: what nobody refers to in the end goes again. */
async function store(ctx: ActorContext, correctionId: number, { type, bytes }: Attachment): Promise<boolean> {
  const files = attachmentStore(ctx);
  const key = crypto.randomUUID();
  await files.put(key, bytes);
  const [attached] = await ctx.commit([
    ctx.db
      .update(corrections)
      .set({ attachmentKey: key, attachmentType: type, attachmentSize: bytes.length })
      .where(isToAttach(ctx, correctionId)),
  ]);
  if (attached?.rowsAffected === 1) return true;
  await files.remove(key);
  return false;
}

/** Attaches a file to a request of the actor's own.
 *  @throws AppError `not-found` for a request of others; `conflict` where it has a file or is decided; `invalid` at `file` for what is
 *  neither an image nor a PDF, and for more than 5 MB */
export async function attachFile(ctx: ActorContext, { correctionId, bytes }: AttachInput): Promise<{ type: AttachmentType }> {
  const { id, requestedById } = corrections;
  const isOwn = and(eq(id, correctionId), eq(requestedById, ctx.actor.id));
  const own = await ctx.db
    .select({ isFree: asBoolean(isToAttach(ctx, correctionId)) })
    .from(corrections)
    .where(isOwn)
    .get();
  if (!own) throw new AppError('not-found', 'correction.unknown');
  const verdict = judgeAttachment(bytes);
  if ('problem' in verdict) throw invalidField('file', verdict.problem);
  const isAttached = own.isFree && (await store(ctx, correctionId, verdict));
  if (!isAttached) throw new AppError('conflict', 'correction.attachment-there');
  ctx.log('info', 'correction.attached', {
    actorId: ctx.actor.id,
    correctionId,
    type: verdict.type,
    bytes: verdict.bytes.length,
  });
  return { type: verdict.type };
}

/** The file of a request.
 *  @throws AppError `not-found` where there is none, or none for this actor */
export async function getAttachment(
  ctx: ActorContext,
  correctionId: number,
): Promise<{ type: AttachmentType; bytes: Uint8Array }> {
  const { attachmentKey: key, attachmentType: type, requestedById } = corrections;
  const [found] = await ctx.db
    .select({
      key,
      type,
      requestedById,
      isStaff: asBoolean(hasRegister(classSessions, ctx.actor.id)),
    })
    .from(corrections)
    .innerJoin(classSessions, eq(classSessions.id, corrections.classSessionId))
    .where(eq(corrections.id, correctionId));
  const isFor = found && (found.requestedById === ctx.actor.id || can(ctx.actor, 'correction.decide', found));
  const bytes = isFor && found.key !== null && (await attachmentStore(ctx).get(found.key));
  if (!bytes || !found?.type) throw new AppError('not-found', 'correction.attachment-missing');
  return { type: found.type, bytes };
}
