/** One person as administrators see them, with what the school knows of them. */
import { desc, eq, isNotNull } from 'drizzle-orm';
import { queryRows } from '#db/query';
import { attendance, auditEvents, devices, loginSessions, users } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import { AppError } from '#domain/errors';
import type { Involvement } from '#domain/person/person';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { getAttendanceLog } from '#server/services/register/attendance-log';
import { loadSettings } from '#server/services/school/school';
import { loadStanding } from '#server/services/timetable/timetable';
import { loadGuardians } from './guardian';
import { PERSON } from './people';
import { lastSeenOf } from './people-columns';
import { listMerges } from './person-merge';

/** By hand, for rows of two tables in one order. */
const INVOLVEMENTS = `select s.id sectionId, c.code courseCode, c.title courseTitle, s.code sectionCode, e.id enrolmentId,
    null staffRole, e.from_day fromDay, e.until_day untilDay
  from enrolments e join sections s on s.id = e.section_id join courses c on c.id = s.course_id where e.student_id = :userId
  union all
  select s.id, c.code, c.title, s.code, null, st.role, null, null
  from section_staff st join sections s on s.id = st.section_id join courses c on c.id = s.course_id where st.user_id = :userId
  order by courseCode, sectionCode, fromDay`;

/** Every section somebody is or was in. */
export async function loadInvolvements(ctx: ActorContext, userId: number): Promise<Involvement[]> {
  return queryRows<Involvement>(ctx.db, INVOLVEMENTS, { userId });
}

/** @throws AppError `not-found` */
async function loadDetails({ db }: ActorContext, personId: number) {
  const { id, phone, familyName, sourcedId, approvedAt, passwordHash } = users;
  const isSignIn = eq(loginSessions.userId, id);
  const [details] = await db
    .select({
      ...PERSON,
      phone,
      familyName,
      sourcedId,
      approvedAt,
      hasPassword: asBoolean(isNotNull(passwordHash)),
      signIns: db.$count(loginSessions, isSignIn),
      lastSeenAt: lastSeenOf(db),
      marks: db.$count(attendance, eq(attendance.studentId, id)),
    })
    .from(users)
    .where(eq(id, personId));
  if (!details) throw new AppError('not-found', 'person.unknown');
  return details;
}

function loadDevices({ db }: ActorContext, personId: number) {
  const { id, name, createdAt, revokedAt, userId } = devices;
  return db
    .select({ id, name, createdAt, revokedAt })
    .from(devices)
    .where(eq(userId, personId))
    .orderBy(isNotNull(revokedAt), desc(createdAt));
}

/** Entries on the page of one person; the audit log has all. */
const AUDIT_SHOWN = 10;

function loadAudit({ db }: ActorContext, personId: number) {
  const { id, at, actorName, action, detail, subject } = auditEvents;
  return db
    .select({ id, at, actorName, action, detail })
    .from(auditEvents)
    .where(eq(subject, `user:${personId}`))
    .orderBy(desc(id))
    .limit(AUDIT_SHOWN);
}

/** One person: details, sections, standing, devices, a student's guardians, the last changes of marks and what was done to the account.
 *  @throws AppError `not-found` */
export async function getPerson(ctx: ActorContext, personId: number) {
  const person = await loadDetails(ctx, personId);
  const settings = await loadSettings(ctx);
  const isStudent = person.role === 'student' || person.marks > 0;
  const [involvements, ownDevices, standing, log, audit, merges, guardians] = await Promise.all([
    loadInvolvements(ctx, personId),
    loadDevices(ctx, personId),
    isStudent ? loadStanding(ctx, personId, settings) : null,
    getAttendanceLog(ctx, { studentId: personId, limit: AUDIT_SHOWN }),
    loadAudit(ctx, personId),
    listMerges(ctx, personId),
    person.role === 'student' ? loadGuardians(ctx, personId) : null,
  ]);
  const today = dayAt(ctx.now(), settings.zone);
  return { person, involvements, devices: ownDevices, standing, log, audit, merges, guardians, today };
}
