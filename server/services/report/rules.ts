/** What reports begin with: the rules that rates follow, and what the reader may know of. */
import { eq, isNotNull, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { reasonCodes, school, sections } from '#db/schema';
import type { ReadableScope } from '#db/sql/report-scope';
import { isStaffedBy } from '#db/sql/staffing';
import { asBoolean, asJson } from '#db/sql/values';
import type { Counting } from '#domain/correction/reason-code';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import type { RateRules } from '#domain/report/figures';
import type { ReportScope } from '#domain/report/report-filter';
import { readSettings, type SchoolSettings } from '#domain/school/school';
import type { ActorContext, Context } from '#server/context/context';

const storedRules = prepared((db) => {
  const pairs = db
    .select({ pairs: sql`json_group_array(json_array(${reasonCodes.id}, ${reasonCodes.countsAs}))` })
    .from(reasonCodes)
    .where(isNotNull(reasonCodes.countsAs));
  return db
    .select({ settings: sql<string>`${school.settings}`, reasons: asJson<[number, Counting][]>(sql`${pairs}`) })
    .from(school)
    .where(eq(school.id, 1))
    .prepare();
});

/** The school's settings, and what its reasons count as. */
export type ReportRules = RateRules & { settings: SchoolSettings };

/** Everything a rate depends on, in one query. */
export async function loadRules({ db }: Pick<Context, 'db'>): Promise<ReportRules> {
  const row = await storedRules(db).get();
  const settings = readSettings(row?.settings);
  const { lateCredit, excusedCounts, threshold } = settings;
  return { lateCredit, excusedCounts, threshold, reasons: new Map(row?.reasons ?? []), settings };
}

const sectionById = prepared((db) => {
  const isStaff = asBoolean(isStaffedBy(db, sections.id, sql.placeholder('actorId')));
  return db
    .select({ isStaff })
    .from(sections)
    .where(eq(sections.id, sql.placeholder('id')))
    .prepare();
});

/** What was asked for, of what the actor may know of: administrators of everything, staff of their sections.
 *  @throws AppError `not-found` for a section that does not exist or that the actor does not staff */
export async function readableScope(ctx: ActorContext, scope: ReportScope): Promise<ReadableScope> {
  const { db, actor } = ctx;
  if (scope.sectionId !== undefined) {
    const section = await sectionById(db).get({ actorId: actor.id, id: scope.sectionId });
    if (!section || !can(actor, 'register.see', section)) throw new AppError('not-found', 'structure.no-section');
  }
  const { departmentId, courseId, sectionId, studentId } = scope;
  return { departmentId, courseId, sectionId, studentId, staffId: actor.role === 'admin' ? null : actor.id };
}
