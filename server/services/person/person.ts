/** People as administrators see them: the list, searched and a page at a time, and one person with what the school knows of them. */
import type { InValue } from '@libsql/client';
import { and, asc, count, desc, eq, isNotNull, isNull, max, type SQL, sql } from 'drizzle-orm';
import { queryRows } from '#db/query';
import { attendance, auditEvents, devices, loginSessions, userCounts, users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import { asBoolean } from '#db/sql/values';
import { AppError } from '#domain/errors';
import {
  type Involvement,
  type PeopleCount,
  type PeopleInput,
  type PeopleSort,
  type PeopleView,
  type Person,
  searchWords,
} from '#domain/person/person';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { getAttendanceLog } from '#server/services/register/attendance-log';
import { loadSettings } from '#server/services/school/school';
import { loadStanding } from '#server/services/timetable/timetable';

const PERSON = {
  id: users.id,
  name: users.name,
  preferredName: users.preferredName,
  email: users.email,
  role: users.role,
  state: users.state,
  createdAt: users.createdAt,
  archivedAt: users.archivedAt,
  photoAt: photoAtOf(users),
};

/** Where a column's order begins and ends. Text sorts below every blob. */
const ORDERS: Record<PeopleSort, { column: SQL; key: keyof Person; first: InValue; last: InValue }> = {
  name: { column: sql`${users.name} collate nocase`, key: 'name', first: '', last: new Uint8Array() },
  email: { column: sql`${users.email}`, key: 'email', first: '', last: new Uint8Array() },
  created: { column: sql`${users.createdAt}`, key: 'createdAt', first: -1, last: Number.MAX_SAFE_INTEGER },
};

const isHere = isNull(users.archivedAt);

const SHOWN: Record<PeopleView, SQL | undefined> = {
  current: isHere,
  active: and(isHere, eq(users.state, 'active')),
  pending: and(isHere, eq(users.state, 'pending')),
  suspended: and(isHere, eq(users.state, 'suspended')),
  archived: isNotNull(users.archivedAt),
};

/** Condition: the full-text index has the person for what is searched. */
const isFound = (match: string) => sql`${users.id} in (select rowid from user_words where user_words match ${match})`;

/** The search in the index's own language: every word begins some word of a name or address. Null for no search. */
function matchOf(search: string): string | null {
  if (search === '') return null;
  return (
    searchWords(search)
      .map((word) => `"${word}"*`)
      .join(' ') || '""'
  );
}

/** Where the page begins: after that person, or at the end the order starts from. */
async function boundOf(
  ctx: ActorContext,
  { sort, isDescending, after }: PeopleInput,
): Promise<{ key: InValue; afterId: number }> {
  const { key, first, last } = ORDERS[sort];
  const [anchor] = after === null ? [] : await ctx.db.select(PERSON).from(users).where(eq(users.id, after));
  return anchor ? { key: anchor[key], afterId: anchor.id } : { key: isDescending ? last : first, afterId: 0 };
}

async function loadPage(ctx: ActorContext, input: PeopleInput, match: string | null): Promise<Person[]> {
  const { role, show, sort, isDescending, limit } = input;
  const { column } = ORDERS[sort];
  const { id } = users;
  const { key, afterId } = await boundOf(ctx, input);
  // The first condition says where in the index to begin, the second where among equals.
  const isAfter = isDescending
    ? sql`${column} <= ${key} and (${column}, ${id}) < (${key}, ${afterId})`
    : sql`${column} >= ${key} and (${column}, ${id}) > (${key}, ${afterId})`;
  const order = isDescending ? desc : asc;
  return ctx.db
    .select(PERSON)
    .from(users)
    .where(and(isAfter, SHOWN[show], role ? eq(users.role, role) : undefined, match ? isFound(match) : undefined))
    .orderBy(order(column), order(id))
    .limit(limit + 1);
}

async function loadCounts({ db }: ActorContext, match: string | null): Promise<PeopleCount[]> {
  const { role, state } = users;
  if (match === null) {
    const { role, state, isArchived, people } = userCounts;
    return db.select({ role, state, isArchived, people }).from(userCounts);
  }
  const isArchived = isNotNull(users.archivedAt);
  return db
    .select({ role, state, isArchived: asBoolean(isArchived), people: count() })
    .from(users)
    .where(isFound(match))
    .groupBy(role, state, isArchived);
}

/** A page of people, and how many of each kind the search finds.
 *  @returns `next` is the `after` of the next page, null on the last one */
export async function listPeople(ctx: ActorContext, input: PeopleInput) {
  const match = matchOf(input.search);
  const [found, counts, { zone, locale }] = await Promise.all([
    loadPage(ctx, input, match),
    loadCounts(ctx, match),
    loadSettings(ctx),
  ]);
  const people = found.slice(0, input.limit);
  return { people, counts, next: found.length > input.limit ? (people.at(-1)?.id ?? null) : null, zone, locale };
}

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
  const { id, phone, sourcedId, approvedAt, passwordHash } = users;
  const isSignIn = eq(loginSessions.userId, id);
  const lastSeen = db
    .select({ at: max(loginSessions.lastSeenAt) })
    .from(loginSessions)
    .where(isSignIn);
  const [details] = await db
    .select({
      ...PERSON,
      phone,
      sourcedId,
      approvedAt,
      hasPassword: asBoolean(isNotNull(passwordHash)),
      signIns: db.$count(loginSessions, isSignIn),
      lastSeenAt: sql<number | null>`${lastSeen}`,
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

/** One person: details, sections, standing, devices, the last changes of marks and what was done to the account.
 *  @throws AppError `not-found` */
export async function getPerson(ctx: ActorContext, personId: number) {
  const person = await loadDetails(ctx, personId);
  const settings = await loadSettings(ctx);
  const isStudent = person.role === 'student' || person.marks > 0;
  const [involvements, ownDevices, standing, log, audit] = await Promise.all([
    loadInvolvements(ctx, personId),
    loadDevices(ctx, personId),
    isStudent ? loadStanding(ctx, personId, settings) : null,
    getAttendanceLog(ctx, { studentId: personId, limit: AUDIT_SHOWN }),
    loadAudit(ctx, personId),
  ]);
  const { zone, locale } = settings;
  const today = dayAt(ctx.now(), zone);
  return { person, involvements, devices: ownDevices, standing, log, audit, today, zone, locale };
}
