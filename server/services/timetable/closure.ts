/** Closures: days without classes, one by one or from a list of public holidays. Each change brings the class sessions of its days in line. */
import { desc, eq } from 'drizzle-orm';
import { closures } from '#db/schema';
import { AppError } from '#domain/errors';
import { addDays, dayAt, earlierDay, laterDay } from '#domain/time';
import type {
  Closure,
  ClosureInput,
  EditClosureInput,
  HolidayFile,
  HolidayPreview,
  ImportClosuresInput,
} from '#domain/timetable/closure';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { DayRange } from '#domain/timetable/timetable';
import { auditAdded, auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { runInStretches } from '#server/context/yield';
import { loadSettings } from '#server/services/school/school';
import { readHolidayFile } from './holiday-file';
import { materialiseDays } from './materialise';
import { listTerms } from './term';

/** Every list of closures is of a school's few years; older ones than this are history. */
const SHOWN = 300;

/** By hand, for the list that comes as one JSON argument. */
const IMPORT = `insert into closures (name, from_day, until_day)
  select r.name, r.fromDay, r.untilDay
  from (select value ->> 'name' name, value ->> 'fromDay' fromDay, value ->> 'untilDay' untilDay from json_each(?)) r
  where not exists (select 1 from closures c where c.from_day = r.fromDay and c.until_day = r.untilDay)`;

/** The closures, the latest first. */
export async function listClosures({ db }: ActorContext): Promise<Closure[]> {
  const { fromDay, untilDay, id } = closures;
  return db.select().from(closures).orderBy(desc(fromDay), desc(untilDay), desc(id)).limit(SHOWN);
}

/** @throws AppError `not-found` */
async function loadClosure(ctx: ActorContext, closureId: number): Promise<Closure> {
  const closure = await ctx.db.select().from(closures).where(eq(closures.id, closureId)).get();
  if (!closure) throw new AppError('not-found', 'timetable.no-closure');
  return closure;
}

/** Both ranges and what lies between. */
function hull(a: DayRange, b: DayRange): DayRange {
  return {
    fromDay: earlierDay(a.fromDay, b.fromDay),
    untilDay: laterDay(a.untilDay, b.untilDay),
  };
}

/** Adds a closure; class sessions on its days that nobody touched go. */
export async function createClosure(ctx: ActorContext, input: ClosureInput): Promise<MaterialiseReport> {
  const { name, fromDay, untilDay } = input;
  await ctx.commit([
    ctx.db.insert(closures).values({ name, fromDay, untilDay }),
    auditAdded(ctx, { action: 'closure.created', noun: 'closure', detail: { name, fromDay, untilDay } }),
  ]);
  return materialiseDays(ctx, input);
}

/** Changes a closure; class sessions come back on days it no longer covers.
 *  @throws AppError `not-found` */
export async function editClosure(ctx: ActorContext, input: EditClosureInput): Promise<MaterialiseReport> {
  const { closureId, name, fromDay, untilDay } = input;
  const { id, ...from } = await loadClosure(ctx, closureId);
  await ctx.commit([
    ctx.db.update(closures).set({ name, fromDay, untilDay }).where(eq(closures.id, id)),
    auditChange(ctx, { action: 'closure.edited', subject: `closure:${id}`, detail: { from, to: { name, fromDay, untilDay } } }),
  ]);
  return materialiseDays(ctx, hull(from, input));
}

/** Deletes a closure; its days have classes again.
 *  @throws AppError `not-found` */
export async function deleteClosure(ctx: ActorContext, closureId: number): Promise<MaterialiseReport> {
  const { id, ...closure } = await loadClosure(ctx, closureId);
  await ctx.commit([
    ctx.db.delete(closures).where(eq(closures.id, id)),
    auditChange(ctx, { action: 'closure.deleted', subject: `closure:${id}`, detail: closure }),
  ]);
  return materialiseDays(ctx, closure);
}

/** From the first day to the last of the terms that are not over; without any, the year from today. */
async function termDays(ctx: ActorContext, today: string): Promise<DayRange> {
  const running = (await listTerms(ctx)).filter(({ isArchived, untilDay }) => !isArchived && untilDay >= today);
  return running.length > 0 ? running.reduce(hull, running[0] as DayRange) : { fromDay: today, untilDay: addDays(today, 365) };
}

/** What a file of public holidays holds; of a day that comes back every year, those in the school's terms. Writes nothing.
 *  @throws AppError `invalid` for what is no calendar */
export async function previewHolidays(ctx: ActorContext, { ics }: HolidayFile): Promise<HolidayPreview> {
  const [{ zone }, known] = await Promise.all([loadSettings(ctx), listClosures(ctx)]);
  const within = await termDays(ctx, dayAt(ctx.now(), zone));
  const { found, unused } = await runInStretches(readHolidayFile(ics, { zone, within }));
  const isKnown = (one: ClosureInput) =>
    known.some(({ fromDay, untilDay }) => fromDay === one.fromDay && untilDay === one.untilDay);
  return { found: found.map((one) => ({ ...one, isKnown: isKnown(one) })), unused };
}

/** Adds the chosen holidays, each once however often it is imported. */
export async function importClosures(
  ctx: ActorContext,
  { closures: chosen }: ImportClosuresInput,
): Promise<MaterialiseReport & { imported: number }> {
  const [result] = await ctx.commit([
    { sql: IMPORT, args: [JSON.stringify(chosen)] },
    auditChange(ctx, { action: 'closure.imported', subject: 'closure', detail: { closures: chosen } }),
  ]);
  const report = await materialiseDays(ctx, chosen.reduce(hull, chosen[0] as DayRange));
  return { ...report, imported: result?.rowsAffected ?? 0 };
}
