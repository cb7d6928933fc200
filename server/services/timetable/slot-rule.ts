/** The rule of the timetable that a form describes, held against its term and its class. */
import { and, eq, isNull } from 'drizzle-orm';
import { courses, sections, terms } from '#db/schema';
import { invalidField } from '#domain/errors';
import { dayOfTerm, dayOutsideTerm, type PreviewSlotInput } from '#domain/timetable/slot';
import type { ActorContext } from '#server/context/context';
import type { SlotRule } from './materialise';

/** The term, and the class by its codes where it is not archived. */
async function loadFacts({ db }: ActorContext, { sectionId, termId }: PreviewSlotInput) {
  const { fromDay, untilDay, archivedAt } = terms;
  const isInUse = and(eq(sections.id, sectionId), isNull(sections.archivedAt));
  const [facts] = await db
    .select({ fromDay, untilDay, archivedAt, course: courses.code, code: sections.code })
    .from(terms)
    .leftJoin(sections, isInUse)
    .leftJoin(courses, eq(courses.id, sections.courseId))
    .where(eq(terms.id, termId));
  return facts;
}

/** The rule a form describes.
 *  @throws AppError `invalid` for a class or term that is not there, or days outside the term */
export async function ruleOf(ctx: ActorContext, input: PreviewSlotInput): Promise<SlotRule> {
  const { sectionId, weekday, startTime, endTime, weeks, room } = input;
  const facts = await loadFacts(ctx, input);
  if (!facts || facts.archivedAt !== null) throw invalidField('termId', 'timetable.term-archived');
  if (facts.course === null) throw invalidField('sectionId', 'timetable.class-archived');
  const term = { fromDay: facts.fromDay, untilDay: facts.untilDay };
  const { validFrom = term.fromDay, validUntil = term.untilDay } = input;
  const outside = dayOutsideTerm({ validFrom, validUntil }, term);
  if (outside) throw invalidField(outside, dayOfTerm(term));
  const meeting = { weekday, startTime, endTime, weeks, validFrom, validUntil, room: room || null };
  return { ...meeting, id: input.slotId ?? null, sectionId, section: `${facts.course} ${facts.code}`, term, isOver: false };
}
