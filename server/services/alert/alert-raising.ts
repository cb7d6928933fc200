/** The job that raises and retracts alerts: it looks at students whose settled marks have changed, a portion at a time. */
import { and, asc, eq, gt, inArray, notExists, or, sql } from 'drizzle-orm';
import { claims, courses, judgedStudents, sections } from '#db/schema';
import { isDue } from '#db/sql/judged-students';
import { judge } from '#domain/alert/judging';
import type { Services } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { type Court, loadCourt, loadJudged } from './alert-facts';
import { judgementWrites, type ToWrite } from './alert-writes';

/** Students judged in one batch: whoever writes meanwhile waits for it. */
const AT_ONCE = 16;
/** Batches of one round of the job; the next takes the rest. */
const BATCHES = 500;

type Raiser = Pick<Services, 'db' | 'commit' | 'now' | 'log'>;

/** Students to be judged, by id. Who was judged and waits is looked at again when no check-in of theirs waits any more. */
function loadPortion({ db }: Raiser, after: number) {
  const { studentId, changes, judged, fromDay } = judgedStudents;
  const waiting = db
    .select({ one: sql`1` })
    .from(claims)
    .where(and(eq(claims.studentId, studentId), sql`${claims.verdict} = 'waiting'`));
  return db
    .select({ studentId, changes, fromDay })
    .from(judgedStudents)
    .where(and(isDue, gt(studentId, after), or(gt(changes, judged), notExists(waiting))))
    .orderBy(asc(studentId))
    .limit(AT_ONCE);
}

type Portion = Awaited<ReturnType<typeof loadPortion>>;

async function loadNames({ db }: Raiser, ids: readonly number[]) {
  const rows = await db
    .select({ id: sections.id, courseTitle: courses.title, sectionCode: sections.code })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(inArray(sections.id, [...ids]));
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}

async function judgePortion(services: Raiser, court: Court, portion: Portion): Promise<void> {
  const judged = await loadJudged(services, court, portion);
  const students = portion.flatMap(({ studentId, changes }): ToWrite[] => {
    const student = judged.get(studentId);
    return student ? [{ studentId, changes, marks: student.marks, judgement: judge(student, court) }] : [];
  });
  const sectionIds = new Set(
    students.flatMap(({ marks, judgement: { raise, retract, renew } }) => [
      ...(raise.length + renew.length > 0 ? marks.map(({ sectionId }) => sectionId) : []),
      ...retract.flatMap(({ sectionId }) => sectionId ?? []),
    ]),
  );
  const names = sectionIds.size > 0 ? await loadNames(services, [...sectionIds]) : new Map();
  // One moment for all: by it a retraction is known to be of the message that it ends.
  const at = services.now();
  const writer = { ...services, now: () => at, sections: names, terms: court.terms };
  await services.commit(judgementWrites(writer, students));
  const count = (of: 'raise' | 'retract') => students.reduce((sum, { judgement }) => sum + judgement[of].length, 0);
  const [raised, retracted] = [count('raise'), count('retract')];
  if (raised + retracted > 0) services.log('info', 'alerts.judged', { raised, retracted });
}

/** Whoever cannot be judged is passed over, and comes again in the next round. */
async function judgeEach(services: Raiser, court: Court, portion: Portion): Promise<void> {
  for (const student of portion)
    await judgePortion(services, court, [student]).catch((error) =>
      services.log('error', 'alerts.not-judged', { studentId: student.studentId, error }),
    );
}

/** Judges whoever is to be judged. Idempotent; of two processes at once, one writes. */
export async function raiseAlerts(services: Raiser): Promise<void> {
  let court: Court | undefined;
  let after = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const portion = await loadPortion(services, after);
    const last = portion.at(-1);
    if (!last) return;
    court ??= await loadCourt(services);
    const bench = court;
    await judgePortion(services, bench, portion).catch(() => judgeEach(services, bench, portion));
    after = last.studentId;
    await yieldToEventLoop();
  }
}
