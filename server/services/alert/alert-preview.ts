/** Whom other rules would tell, before they are saved: everybody is judged by them, a portion at a time, and nothing is written. */
import { and, asc, eq, exists, gt, inArray, isNull, sql } from 'drizzle-orm';
import { enrolments, users } from '#db/schema';
import type { AlertPreview } from '#domain/alert/alert';
import { type JudgedStudent, judge } from '#domain/alert/judging';
import { type PreviewInput, schoolRulesIn, sectionRulesIn } from '#domain/alert/rule-form';
import { ALERT_RULES, type AlertRule, type RulePlan } from '#domain/school/alert-rule';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { type Court, loadCourt, loadJudged } from './alert-facts';

const AT_ONCE = 100;
/** People named under each rule. */
const NAMED = 5;

type Person = { id: number; name: string };

/** Whoever is here and on a roll, by id; of one class where it is named. */
function loadStudents({ db }: ActorContext, after: number, sectionId: number | undefined): Promise<Person[]> {
  const { id, name, state, archivedAt } = users;
  const ofSection = db
    .select({ id: enrolments.studentId })
    .from(enrolments)
    .where(eq(enrolments.sectionId, sectionId ?? 0));
  const enrolled = db.select({ one: sql`1` }).from(enrolments).where(eq(enrolments.studentId, id));
  const isHere = and(eq(state, 'active'), isNull(archivedAt), gt(id, after), exists(enrolled));
  return db
    .select({ id, name })
    .from(users)
    .where(and(isHere, sectionId === undefined ? undefined : inArray(id, ofSection)))
    .orderBy(asc(id))
    .limit(AT_ONCE);
}

function planWith(plan: RulePlan, input: PreviewInput): RulePlan {
  const { sectionId } = input;
  if (sectionId === undefined) return { ...plan, school: schoolRulesIn(input) };
  return { ...plan, sections: new Map([...plan.sections, [sectionId, sectionRulesIn(input)]]) };
}

/** The rules that would tell a student what no alert has told yet. */
function newRules(student: JudgedStudent | undefined, court: Court): Set<AlertRule> {
  return new Set(student ? judge(student, court).raise.map(({ rule }) => rule.rule) : []);
}

/** @returns students who would get an alert of the period of today, beside those who have it */
export async function previewRules(ctx: ActorContext, input: PreviewInput): Promise<AlertPreview> {
  const stored = await loadCourt(ctx);
  const court = { ...stored, plan: planWith(stored.plan, input) };
  const told = new Map<AlertRule, Person[]>(ALERT_RULES.map((rule) => [rule, []]));
  let students = 0;
  for (let people = await loadStudents(ctx, 0, input.sectionId); people.length > 0; ) {
    const changed = people.map(({ id }) => ({ studentId: id, fromDay: court.today }));
    const judged = await loadJudged(ctx, court, changed);
    for (const person of people) for (const rule of newRules(judged.get(person.id), court)) told.get(rule)?.push(person);
    students += people.length;
    await yieldToEventLoop();
    people = await loadStudents(ctx, people.at(-1)?.id ?? 0, input.sectionId);
  }
  const rules = ALERT_RULES.map((rule) => {
    const people = told.get(rule) ?? [];
    return { rule, count: people.length, people: people.slice(0, NAMED) };
  });
  return { students, rules };
}
