/** The names of what audit entries are about, a question for each kind of thing and not for each entry. */
import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import {
  announcements,
  classSessions,
  closures,
  courses,
  departments,
  importBatches,
  reasonCodes,
  sections,
  terms,
  users,
} from '#db/schema';
import type { AuditFilter, AuditRow, AuditSubject } from '#domain/audit/audit-log';
import { groupBy } from '#domain/group';
import type { Services } from '#server/context/context';

type Named = { id: number; name: string; startsAt?: number };
type Load = (db: Database, ids: number[]) => Promise<Named[]>;

const SECTION_NAME = sql<string>`${courses.title} || ' ' || ${sections.code}`;

const loadSections: Load = (db, ids) =>
  db
    .select({ id: sections.id, name: SECTION_NAME })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(inArray(sections.id, ids));

const loadClassSessions: Load = (db, ids) =>
  db
    .select({ id: classSessions.id, name: SECTION_NAME, startsAt: classSessions.startsAt })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(inArray(classSessions.id, ids));

/** Where the names of each kind of thing are. A kind that is not here is shown by its word alone. */
const NAMES: Record<string, Load> = {
  section: loadSections,
  'class-session': loadClassSessions,
  user: (db, ids) => db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids)),
  department: (db, ids) =>
    db.select({ id: departments.id, name: departments.name }).from(departments).where(inArray(departments.id, ids)),
  course: (db, ids) => db.select({ id: courses.id, name: courses.title }).from(courses).where(inArray(courses.id, ids)),
  term: (db, ids) => db.select({ id: terms.id, name: terms.name }).from(terms).where(inArray(terms.id, ids)),
  closure: (db, ids) => db.select({ id: closures.id, name: closures.name }).from(closures).where(inArray(closures.id, ids)),
  'reason-code': (db, ids) =>
    db.select({ id: reasonCodes.id, name: reasonCodes.name }).from(reasonCodes).where(inArray(reasonCodes.id, ids)),
  announcement: (db, ids) =>
    db.select({ id: announcements.id, name: announcements.title }).from(announcements).where(inArray(announcements.id, ids)),
  import: (db, ids) =>
    db.select({ id: importBatches.id, name: importBatches.fileName }).from(importBatches).where(inArray(importBatches.id, ids)),
};

type Thing = { kind: string; id: number };

/** `user:12` read; a subject without an id is of the school as a whole. */
export function readSubject(subject: string): { kind: string; id: number | null } {
  const [kind = subject, id] = subject.split(':');
  return { kind, id: id === undefined ? null : Number(id) };
}

async function loadNames({ db }: Pick<Services, 'db'>, things: Thing[]): Promise<Map<string, Named>> {
  const byKind = [...groupBy(things, ({ kind }) => kind)];
  const found = await Promise.all(
    byKind.map(async ([kind, some]) => {
      const named = (await NAMES[kind]?.(db, [...new Set(some.map(({ id }) => id))])) ?? [];
      return named.map((one) => [`${kind}:${one.id}`, one] as const);
    }),
  );
  return new Map(found.flat());
}

/** What is deleted goes by the name its last entry kept. */
const keptName = ({ label, name }: AuditRow['facts']) => [label, name].find((one) => typeof one === 'string') ?? null;

export type Entry = Omit<AuditRow, 'subject' | 'person'> & {
  subject: Pick<AuditSubject, 'kind' | 'id'>;
  personId: number | null;
};

/** Entries with the names of what they are about. */
export async function nameEntries(ctx: Pick<Services, 'db'>, entries: Entry[]): Promise<AuditRow[]> {
  const subjects = entries.flatMap(({ subject: { kind, id } }) => (id === null ? [] : [{ kind, id }]));
  const people = entries.flatMap(({ personId }) => (personId === null ? [] : [{ kind: 'user', id: personId }]));
  const names = await loadNames(ctx, [...subjects, ...people]);
  return entries.map(({ subject, personId, ...entry }) => {
    const thing = names.get(`${subject.kind}:${subject.id}`);
    const name = thing?.name ?? (personId === null ? keptName(entry.facts) : null);
    const person =
      personId === null ? null : { id: personId, name: names.get(`user:${personId}`)?.name ?? keptName(entry.facts) };
    return { ...entry, subject: { ...subject, name, startsAt: thing?.startsAt ?? null }, person };
  });
}

/** The names of what the log is narrowed to; null for what it is not narrowed to, or what is not there. */
export async function nameFilter(ctx: Pick<Services, 'db'>, { personId, sectionId, actorId }: AuditFilter) {
  const things = [
    ...[personId, actorId].flatMap((id) => (id ? [{ kind: 'user', id }] : [])),
    ...(sectionId ? [{ kind: 'section', id: sectionId }] : []),
  ];
  const names = await loadNames(ctx, things);
  const nameOf = (kind: string, id: number | null | undefined) => names.get(`${kind}:${id}`)?.name ?? null;
  return { person: nameOf('user', personId), actor: nameOf('user', actorId), section: nameOf('section', sectionId) };
}
