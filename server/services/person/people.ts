/** People as administrators see them in the list: searched, a page at a time. */
import type { InValue } from '@libsql/client';
import { and, asc, count, desc, eq, exists, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { enrolments, studentSums, userCounts, users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import { COUNTED_MARKS, isAllOf } from '#db/sql/tally';
import { asBoolean } from '#db/sql/values';
import {
  type ListedPerson,
  type PeopleCount,
  type PeopleInput,
  type PeopleSort,
  type PeopleView,
  type Person,
  searchedWords,
} from '#domain/person/person';
import type { SchoolSettings } from '#domain/school/school';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { endsFrom } from '#server/services/structure/enrolment-conditions';
import { classesOf, lastSeenOf, toListed } from './people-columns';

/** Columns of a person in the list, and on a page of their own. */
export const PERSON = {
  id: users.id,
  name: users.name,
  preferredName: users.preferredName,
  email: users.email,
  studentNumber: users.studentNumber,
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
export const isFound = (match: string) => sql`${users.id} in (select rowid from user_words where user_words match ${match})`;

/** The search in the index's own language: every word begins some word of a name, an address or a number. Null for no search. */
export function matchOf(search: string): string | null {
  if (search === '') return null;
  const begins = (words: string[]) => words.map((word) => `"${word}"*`).join(' ');
  const parts = searchedWords(search).map((alternatives) => `(${alternatives.map(begins).join(' OR ')})`);
  return parts.join(' AND ') || '""';
}

/** Condition on `users`: every word begins some word of a name, an address or a number; undefined for no search. */
export function isFoundBy(search: string): SQL | undefined {
  const match = matchOf(search);
  return match === null ? undefined : isFound(match);
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

/** Which people a page shows is found first; what is told of each is looked up for those alone. */
async function loadPage(
  ctx: ActorContext,
  input: PeopleInput,
  match: string | null,
  settings: SchoolSettings,
): Promise<ListedPerson[]> {
  const { db } = ctx;
  const { role, show, sort, isDescending, limit } = input;
  const { column } = ORDERS[sort];
  const { id } = users;
  const { key, afterId } = await boundOf(ctx, input);
  // The first condition says where in the index to begin, the second where among equals.
  const isAfter = isDescending
    ? sql`${column} <= ${key} and (${column}, ${id}) < (${key}, ${afterId})`
    : sql`${column} >= ${key} and (${column}, ${id}) > (${key}, ${afterId})`;
  const order = isDescending ? desc : asc;
  const page = db
    .select({ id })
    .from(users)
    .where(and(isAfter, SHOWN[show], role ? eq(users.role, role) : undefined, match ? isFound(match) : undefined))
    .orderBy(order(column), order(id))
    .limit(limit + 1)
    .as('page');
  const beside = { classes: classesOf(db, dayAt(ctx.now(), settings.zone)), lastSeenAt: lastSeenOf(db) };
  const rows = await db
    .select({ ...PERSON, ...beside, tally: COUNTED_MARKS })
    .from(page)
    .innerJoin(users, eq(users.id, page.id))
    .leftJoin(studentSums, isAllOf(users.id))
    .orderBy(order(column), order(id));
  return rows.map((row) => toListed(row, settings));
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
  const settings = await loadSettings(ctx);
  const [found, counts] = await Promise.all([loadPage(ctx, input, match, settings), loadCounts(ctx, match)]);
  const people = found.slice(0, input.limit);
  return { people, counts, next: found.length > input.limit ? (people.at(-1)?.id ?? null) : null };
}

/** Those of some people who are students here, in the order of names; `isEnrolled` is whether they are in a class, or will be. */
export async function listStudents(ctx: ActorContext, userIds: number[]) {
  const { zone } = await loadSettings(ctx);
  const isOwn = and(eq(enrolments.studentId, users.id), endsFrom(enrolments, dayAt(ctx.now(), zone)));
  const enrolled = ctx.db.select({ one: sql`1` }).from(enrolments).where(isOwn);
  return ctx.db
    .select({ id: users.id, name: users.name, email: users.email, isEnrolled: asBoolean(exists(enrolled)) })
    .from(users)
    .where(and(inArray(users.id, userIds), eq(users.role, 'student'), isHere))
    .orderBy(sql`${users.name} collate nocase`);
}
