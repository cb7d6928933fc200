/** Views of reports that administrators keep: everybody has their own, under names that are theirs alone. */
import { and, asc, eq, lt, ne, notExists, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { savedViews } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import {
  MAX_VIEWS,
  type RenameViewInput,
  type SavedView,
  type SaveViewInput,
  type ViewRef,
  viewOn,
} from '#domain/report/saved-view';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

const { id, userId, name, page, filter, detail, isRolling } = savedViews;

/** The actor's own views by name, with their days as of today. */
export async function listViews(ctx: ActorContext): Promise<SavedView[]> {
  const [{ zone }, views] = await Promise.all([
    loadSettings(ctx),
    ctx.db
      .select({ viewId: id, name, page, filter, detail, isRolling })
      .from(savedViews)
      .where(eq(userId, ctx.actor.id))
      .orderBy(asc(sql`lower(${name})`)),
  ]);
  const today = dayAt(ctx.now(), zone);
  return views.map((view) => viewOn(view, today));
}

/** Views of the actor's other than one that have a name. */
function namesakes({ db, actor }: ActorContext, wanted: string, viewId = 0) {
  const isSame = and(eq(userId, actor.id), sql`lower(${name}) = lower(${wanted})`, ne(id, viewId));
  return db.select({ one: sql`1` }).from(savedViews).where(isSame);
}

const countViews = (db: Database, ownerId: number): SQL<number> =>
  sql<number>`(${db.select({ views: sql`count(*)` }).from(savedViews).where(eq(userId, ownerId))})`;

/** @throws AppError `invalid` */
async function refuseNamesake(ctx: ActorContext, wanted: string, viewId?: number): Promise<void> {
  if (await namesakes(ctx, wanted, viewId).get()) throw invalidField('name', 'report.view-name-taken');
}

/** @throws AppError `invalid` for a name that is taken, and when there are as many views as may be */
export async function saveView(ctx: ActorContext, input: SaveViewInput): Promise<{ outcome: 'saved' }> {
  const { db, actor } = ctx;
  const hasRoom = lt(countViews(db, actor.id), MAX_VIEWS);
  const row = db.select(rowOf(savedViews, { ...input, userId: actor.id })).from(ONE_ROW);
  const [saved] = await ctx.commit([
    db.insert(savedViews).select(row.where(and(notExists(namesakes(ctx, input.name)), hasRoom))),
  ]);
  if (saved?.rowsAffected === 1) return { outcome: 'saved' };
  await refuseNamesake(ctx, input.name);
  throw invalidField('name', { id: 'report.too-many-views', values: { max: MAX_VIEWS } });
}

const isOwn = ({ actor }: ActorContext, viewId: number) => and(eq(id, viewId), eq(userId, actor.id));

const gone = () => new AppError('not-found', 'report.view-gone');

/** @throws AppError `invalid` for a name that is taken, `not-found` for another's view */
export async function renameView(ctx: ActorContext, input: RenameViewInput): Promise<{ outcome: 'renamed' }> {
  const isFree = notExists(namesakes(ctx, input.name, input.viewId));
  const change = ctx.db.update(savedViews).set({ name: input.name });
  const [renamed] = await ctx.commit([change.where(and(isOwn(ctx, input.viewId), isFree))]);
  if (renamed?.rowsAffected === 1) return { outcome: 'renamed' };
  await refuseNamesake(ctx, input.name, input.viewId);
  throw gone();
}

/** @throws AppError `not-found` for another's view */
export async function removeView(ctx: ActorContext, { viewId }: ViewRef): Promise<{ outcome: 'removed' }> {
  const [removed] = await ctx.commit([ctx.db.delete(savedViews).where(isOwn(ctx, viewId))]);
  if (removed?.rowsAffected !== 1) throw gone();
  return { outcome: 'removed' };
}
