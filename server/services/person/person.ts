/** People as administrators see them: the list, searched and a page at a time, and one person with what the school knows of them. */
import type { InValue } from '@libsql/client';
import { PHOTO_AT } from '#db/photo-at';
import { queryRow, queryRows } from '#db/query';
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

const COLUMNS = `u.id, u.name, u.preferred_name preferredName, u.email, u.role, u.state, u.created_at createdAt, u.archived_at archivedAt,
  ${PHOTO_AT} photoAt`;

/** Where a column's order begins and ends. Text sorts below every blob. */
const ORDERS: Record<PeopleSort, { column: string; key: keyof Person; first: InValue; last: InValue }> = {
  name: { column: 'u.name collate nocase', key: 'name', first: '', last: new Uint8Array() },
  email: { column: 'u.email', key: 'email', first: '', last: new Uint8Array() },
  created: { column: 'u.created_at', key: 'createdAt', first: -1, last: Number.MAX_SAFE_INTEGER },
};

const SHOWN: Record<PeopleView, string> = {
  current: 'u.archived_at is null',
  active: "u.archived_at is null and u.state = 'active'",
  pending: "u.archived_at is null and u.state = 'pending'",
  suspended: "u.archived_at is null and u.state = 'suspended'",
  archived: 'u.archived_at is not null',
};

const FOUND = 'u.id in (select rowid from user_words where user_words match :match)';

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
  const anchor = after === null ? null : await queryRow<Person>(ctx.db, `select ${COLUMNS} from users u where u.id = ?`, [after]);
  return anchor ? { key: anchor[key], afterId: anchor.id } : { key: isDescending ? last : first, afterId: 0 };
}

async function loadPage(ctx: ActorContext, input: PeopleInput, match: string | null): Promise<Person[]> {
  const { role, show, sort, isDescending, limit } = input;
  const { column } = ORDERS[sort];
  const [compare, direction] = isDescending ? ['<', 'desc'] : ['>', 'asc'];
  // The first condition says where in the index to begin, the second where among equals.
  const where = [`${column} ${compare}= :key`, `(${column}, u.id) ${compare} (:key, :afterId)`, SHOWN[show]];
  if (role) where.push('u.role = :role');
  if (match) where.push(FOUND);
  const sql = `select ${COLUMNS} from users u where ${where.join(' and ')} order by ${column} ${direction}, u.id ${direction} limit :limit`;
  const bound = await boundOf(ctx, input);
  const args = { ...bound, limit: limit + 1, ...(role && { role }), ...(match && { match }) };
  return (await queryRows<Person>(ctx.db, sql, args)).map((row) => ({ ...row }));
}

type CountRow = Omit<PeopleCount, 'isArchived'> & { isArchived: number };

async function loadCounts(ctx: ActorContext, match: string | null): Promise<PeopleCount[]> {
  const rows = match
    ? await queryRows<CountRow>(
        ctx.db,
        `select u.role, u.state, u.archived_at is not null isArchived, count(*) people from users u where ${FOUND} group by 1, 2, 3`,
        { match },
      )
    : await queryRows<CountRow>(ctx.db, 'select role, state, is_archived isArchived, people from user_counts');
  return rows.map((row) => ({ ...row, isArchived: row.isArchived === 1 }));
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

const INVOLVEMENTS = `select s.id sectionId, c.code courseCode, c.title courseTitle, s.code sectionCode, e.id enrolmentId,
    null staffRole, e.from_day fromDay, e.until_day untilDay
  from enrolments e join sections s on s.id = e.section_id join courses c on c.id = s.course_id where e.student_id = :userId
  union all
  select s.id, c.code, c.title, s.code, null, st.role, null, null
  from section_staff st join sections s on s.id = st.section_id join courses c on c.id = s.course_id where st.user_id = :userId
  order by courseCode, sectionCode, fromDay`;

/** Every section somebody is or was in. */
export async function loadInvolvements(ctx: ActorContext, userId: number): Promise<Involvement[]> {
  return (await queryRows<Involvement>(ctx.db, INVOLVEMENTS, { userId })).map((row) => ({ ...row }));
}

type Details = Person & {
  phone: string | null;
  sourcedId: string | null;
  approvedAt: number | null;
  hasPassword: number;
  signIns: number;
  lastSeenAt: number | null;
  marks: number;
};

const DETAILS = `select ${COLUMNS}, u.phone, u.sourced_id sourcedId, u.approved_at approvedAt, u.password_hash is not null hasPassword,
    (select count(*) from login_sessions l where l.user_id = u.id) signIns,
    (select max(l.last_seen_at) from login_sessions l where l.user_id = u.id) lastSeenAt,
    (select count(*) from attendance a where a.student_id = u.id) marks
  from users u where u.id = ?`;

/** @throws AppError `not-found` */
async function loadDetails(ctx: ActorContext, personId: number) {
  const row = await queryRow<Details>(ctx.db, DETAILS, [personId]);
  if (!row) throw new AppError('not-found', 'There is no such person.');
  return { ...row, hasPassword: row.hasPassword === 1 };
}

type DeviceRow = { id: string; name: string; createdAt: number; revokedAt: number | null };

const DEVICES = `select id, name, created_at createdAt, revoked_at revokedAt from devices where user_id = ?
  order by revoked_at is not null, created_at desc`;

/** Entries on the page of one person; the audit log has all. */
const AUDIT_SHOWN = 10;

export type PersonAudit = { id: number; at: number; actorName: string; action: string; detail: Record<string, unknown> };

const AUDIT = `select id, at, actor_name actorName, action, detail from audit_events where subject = ? order by id desc limit ${AUDIT_SHOWN}`;

async function loadAudit(ctx: ActorContext, personId: number): Promise<PersonAudit[]> {
  const rows = await queryRows<Omit<PersonAudit, 'detail'> & { detail: string }>(ctx.db, AUDIT, [`user:${personId}`]);
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}

/** One person: details, sections, standing, devices, the last changes of marks and what was done to the account.
 *  @throws AppError `not-found` */
export async function getPerson(ctx: ActorContext, personId: number) {
  const person = await loadDetails(ctx, personId);
  const settings = await loadSettings(ctx);
  const isStudent = person.role === 'student' || person.marks > 0;
  const [involvements, devices, standing, log, audit] = await Promise.all([
    loadInvolvements(ctx, personId),
    queryRows<DeviceRow>(ctx.db, DEVICES, [personId]),
    isStudent ? loadStanding(ctx, personId, settings) : null,
    getAttendanceLog(ctx, { studentId: personId, limit: AUDIT_SHOWN }),
    loadAudit(ctx, personId),
  ]);
  const { zone, locale } = settings;
  const today = dayAt(ctx.now(), zone);
  return { person, involvements, devices: devices.map((row) => ({ ...row })), standing, log, audit, today, zone, locale };
}
