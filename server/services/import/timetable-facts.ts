/** The school as a timetable file is held against it. */
import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import { closures, sectionStaff, sections, slots, terms, users } from '#db/schema';
import { groupBy } from '#domain/group';
import type { TimetableFacts } from '#domain/import/timetable/timetable-file';
import { dayAt } from '#domain/time';
import type { Context } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadClassFacts } from './import-facts';

function loadTerms({ db }: Context) {
  const { id, name, fromDay, untilDay, archivedAt } = terms;
  return db.select({ id, name, fromDay, untilDay }).from(terms).where(isNull(archivedAt)).orderBy(asc(fromDay), asc(id));
}

/** Slots of terms and classes that are not archived. */
function loadSlots({ db }: Context) {
  const { id, sectionId, termId, weekday, startTime, endTime, weeks, room, validFrom, validUntil } = slots;
  return db
    .select({ id, sectionId, termId, weekday, startTime, endTime, weeks, room, validFrom, validUntil })
    .from(terms)
    .innerJoin(slots, eq(termId, terms.id))
    .innerJoin(sections, eq(sections.id, sectionId))
    .where(and(isNull(terms.archivedAt), isNull(sections.archivedAt)))
    .orderBy(asc(id));
}

function loadStaff({ db }: Context) {
  const { sectionId, userId } = sectionStaff;
  return db
    .select({ sectionId, id: userId, name: users.name })
    .from(sectionStaff)
    .innerJoin(users, eq(users.id, userId))
    .orderBy(asc(users.name));
}

/** Closures from a day on. */
function loadClosures({ db }: Context, from: string) {
  const { fromDay, untilDay } = closures;
  return db.select({ fromDay, untilDay }).from(closures).where(gte(untilDay, from));
}

async function loadTermsOfSections({ db }: Context): Promise<TimetableFacts['termOfSection']> {
  const { id, termId, archivedAt } = sections;
  const rows = await db.select({ id, termId }).from(sections).where(isNull(archivedAt));
  return new Map(rows.flatMap((row) => (row.termId === null ? [] : [[row.id, row.termId] as const])));
}

/** What a timetable file is held against. */
export async function loadTimetableFacts(ctx: Context): Promise<TimetableFacts> {
  const { zone, firstWeekday } = await loadSettings(ctx);
  const known = await loadTerms(ctx);
  return {
    ...(await loadClassFacts(ctx)),
    zone,
    firstWeekday,
    today: dayAt(ctx.now(), zone),
    terms: known,
    termOfSection: await loadTermsOfSections(ctx),
    slots: await loadSlots(ctx),
    staff: groupBy(await loadStaff(ctx), ({ sectionId }) => sectionId),
    closures: await loadClosures(ctx, known[0]?.fromDay ?? ''),
  };
}
