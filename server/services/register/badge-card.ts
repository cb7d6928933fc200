/** Printed badges: whose card is out, and making new ones. Secrets are in one answer and nowhere else. */
import { PHOTO_AT } from '#db/photo-at';
import { queryRow, queryRows } from '#db/query';
import {
  type CardHolder,
  cardDigest,
  createCardBadge,
  type IssueCardsInput,
  type IssuedCard,
  type SectionCards,
} from '#domain/check-in/badge';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { dayAt } from '#domain/time';
import { auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

const STUDENTS = `select u.id studentId, u.name from json_each(:studentIds) w join users u on u.id = w.value and u.role = 'student' order by u.name`;

/** Makes new cards; each student's card before it stops working. The secrets are in the answer and nowhere else. */
export async function issueCards(ctx: ActorContext, input: IssueCardsInput): Promise<IssuedCard[]> {
  const students = await queryRows<{ studentId: number; name: string }>(ctx.db, STUDENTS, {
    studentIds: JSON.stringify(input.studentIds),
  });
  const at = ctx.now();
  const cards = await Promise.all(
    students.map(async ({ studentId, name }) => {
      const secret = crypto.getRandomValues(new Uint8Array(16));
      return { studentId, name, badge: createCardBadge(secret), digest: await cardDigest(secret) };
    }),
  );
  const statements = cards.flatMap(({ studentId, digest }) => [
    { sql: 'update badge_cards set revoked_at = ? where student_id = ? and revoked_at is null', args: [at, studentId] },
    {
      sql: 'insert into badge_cards (student_id, digest, issued_at, issued_by_id) values (?, ?, ?, ?)',
      args: [studentId, digest, at, ctx.actor.id],
    },
  ]);
  const ids = cards.map((card) => card.studentId);
  const entry = { actor: ctx.actor, at, action: 'cards.issued' as const, subject: 'school', detail: { studentIds: ids } };
  if (statements.length > 0) await ctx.commit([...statements, auditIfChanged(entry)]);
  return cards.map(({ digest: _, ...card }) => card);
}

type Section = { courseTitle: string; courseCode: string; sectionCode: string; isStaff: number };

const SECTION = `select c.title courseTitle, c.code courseCode, s.code sectionCode,
    exists (select 1 from section_staff st where st.section_id = s.id and st.user_id = :actorId) isStaff
  from sections s join courses c on c.id = s.course_id where s.id = :sectionId`;

const HOLDERS = `select u.id studentId, u.name, ${PHOTO_AT} photoAt, b.issued_at issuedAt
  from enrolments e join users u on u.id = e.student_id
    left join badge_cards b on b.student_id = u.id and b.revoked_at is null
  where e.section_id = :sectionId and e.from_day <= :day and (e.until_day is null or e.until_day >= :day)
  order by u.name collate nocase, u.id`;

/** Everybody on a section's roll today with their card.
 *  @throws AppError `not-found` for a section the actor does not staff */
export async function getSectionCards(ctx: ActorContext, sectionId: number): Promise<SectionCards> {
  const section = await queryRow<Section>(ctx.db, SECTION, { sectionId, actorId: ctx.actor.id });
  if (!section || !can(ctx.actor, 'register.see', { isStaff: section.isStaff === 1 }))
    throw new AppError('not-found', 'There is no such class.');
  const { zone, locale } = await loadSettings(ctx);
  const serverNow = ctx.now();
  const holders = await queryRows<CardHolder>(ctx.db, HOLDERS, { sectionId, day: dayAt(serverNow, zone) });
  const { isStaff: _, ...named } = section;
  const canIssue = can(ctx.actor, 'school.manage');
  return { ...named, canIssue, serverNow, zone, locale, holders: holders.map((holder) => ({ ...holder })) };
}
