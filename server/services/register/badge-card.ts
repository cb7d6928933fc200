/** Printed badges: whose card is out, and making new ones. Secrets are in one answer and nowhere else. */
import { and, eq, exists, inArray, isNull, or, sql } from 'drizzle-orm';
import { badgeCards, courses, enrolments, sections, users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import { isOnRoll } from '#db/sql/roll';
import { isStaffedBy } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import {
  type CardHolder,
  cardDigest,
  createCardBadge,
  type IssueCardsInput,
  type IssuedCard,
  type SectionCards,
} from '#domain/check-in/badge';
import { AppError } from '#domain/errors';
import { sortedByName } from '#domain/name-parts';
import { can } from '#domain/person/permission';
import { withTellingNumbers } from '#domain/register/register';
import { dayAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** Makes new cards; each student's card before it stops working. The secrets are in the answer and nowhere else. */
export async function issueCards(ctx: ActorContext, input: IssueCardsInput): Promise<IssuedCard[]> {
  const { id: studentId, name, studentNumber, familyName, role } = users;
  const isTheirs = eq(enrolments.studentId, studentId);
  const enrolled = ctx.db.select({ one: sql`1` }).from(enrolments).where(isTheirs);
  const found = await ctx.db
    .select({ studentId, name, studentNumber, familyName })
    .from(users)
    .where(and(inArray(studentId, input.studentIds), or(eq(role, 'student'), exists(enrolled))));
  const at = ctx.now();
  const students = sortedByName(found, await loadSettings(ctx));
  const cards = await Promise.all(
    students.map(async (student) => {
      const secret = crypto.getRandomValues(new Uint8Array(16));
      return { ...student, badge: createCardBadge(secret), digest: await cardDigest(secret) };
    }),
  );
  const statements = cards.flatMap(({ studentId, digest }) => [
    ctx.db
      .update(badgeCards)
      .set({ revokedAt: at })
      .where(and(eq(badgeCards.studentId, studentId), isNull(badgeCards.revokedAt))),
    ctx.db.insert(badgeCards).values({ studentId, digest, issuedAt: at, issuedById: ctx.actor.id }),
  ]);
  const detail = { studentIds: cards.map((card) => card.studentId) };
  const entry = auditChange(ctx, { action: 'cards.issued', subject: 'school', detail });
  if (statements.length > 0) await ctx.commit([...statements, entry]);
  return cards.map(({ digest: _, familyName: __, ...card }) => card);
}

function loadSection({ db, actor }: ActorContext, sectionId: number) {
  return db
    .select({
      courseTitle: courses.title,
      courseCode: courses.code,
      sectionCode: sections.code,
      isStaff: asBoolean(isStaffedBy(db, sections.id, actor.id)),
    })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(eq(sections.id, sectionId))
    .get();
}

function loadHolders({ db }: ActorContext, sectionId: number, day: string) {
  const isCurrent = and(eq(badgeCards.studentId, users.id), isNull(badgeCards.revokedAt));
  return db
    .select({
      studentId: users.id,
      name: users.name,
      studentNumber: users.studentNumber,
      familyName: users.familyName,
      photoAt: photoAtOf(users),
      issuedAt: badgeCards.issuedAt,
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .leftJoin(badgeCards, isCurrent)
    .where(and(eq(enrolments.sectionId, sectionId), isOnRoll(day)))
    .orderBy(users.id);
}

/** Everybody on a section's roll today with their card.
 *  @throws AppError `not-found` for a section the actor does not staff */
export async function getSectionCards(ctx: ActorContext, sectionId: number): Promise<SectionCards> {
  const section = await loadSection(ctx, sectionId);
  if (!section || !can(ctx.actor, 'register.see', { isStaff: section.isStaff }))
    throw new AppError('not-found', 'structure.no-class');
  const settings = await loadSettings(ctx);
  const serverNow = ctx.now();
  const found = await loadHolders(ctx, sectionId, dayAt(serverNow, settings.zone));
  const holders = withTellingNumbers(sortedByName(found, settings)).map(({ familyName: _, ...holder }): CardHolder => holder);
  const { isStaff: _, ...named } = section;
  const canIssue = can(ctx.actor, 'school.manage');
  return { ...named, canIssue, serverNow, holders };
}
