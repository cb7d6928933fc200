/**
 * The audit log: changes of marks and administrative acts in one list, newest first. The two stand in tables of their own, each of
 * which is asked for a page; of two entries of one instant the mark comes first.
 */
import { and, desc, eq, getTableColumns, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendanceEvents, auditEvents, classSessions, reasonCodes } from '#db/schema';
import { AUDITED_PERSON } from '#db/schema/audited-person';
import { type AuditFilter, type AuditListInput, type AuditPage, MARK_CHANGED } from '#domain/audit/audit-log';
import { AppError } from '#domain/errors';
import { instantOf } from '#domain/instant';
import { addDays } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { type Entry, nameEntries, readSubject } from './audit-subject';

/** In the order of entries of one instant. */
const KINDS = ['mark', 'audit'] as const;
type Kind = (typeof KINDS)[number];
const TABLES = { mark: attendanceEvents, audit: auditEvents };

/** The last entry of the page before. */
type Cursor = { kind: Kind; id: number; at: number };
type Range = { from: number | null; until: number };
type Question = Omit<AuditFilter, 'from' | 'until'> & { range: Range; cursor: Cursor | null; limit: number };

/** @throws AppError `not-found` for an entry there never was */
async function loadCursor({ db }: ActorContext, after: string): Promise<Cursor> {
  const [name, number] = after.split('-');
  const kind: Kind = name === 'mark' ? 'mark' : 'audit';
  const id = Number(number);
  const table = TABLES[kind];
  const [found] = await db.select({ at: table.at }).from(table).where(eq(table.id, id));
  if (!found) throw new AppError('not-found', 'form.changed-meanwhile');
  return { kind, id, at: found.at };
}

/** Entries of a table that come after the cursor. */
function isFollowing(kind: Kind, { at, id }: Record<'at' | 'id', SQLiteColumn>, cursor: Cursor): SQL | undefined {
  if (kind === cursor.kind) return and(lte(at, cursor.at), or(lt(at, cursor.at), lt(id, cursor.id)));
  return kind === 'audit' ? lte(at, cursor.at) : lt(at, cursor.at);
}

/** Where in time; always with an end, by which the index of instants is searched. */
function isThen(kind: Kind, { range, cursor }: Question): SQL | undefined {
  const table = TABLES[kind];
  return and(
    lt(table.at, range.until),
    range.from === null ? undefined : gte(table.at, range.from),
    cursor ? isFollowing(kind, table, cursor) : undefined,
  );
}

const sessionsOf = (db: Database, sectionId: number, shown: SQL | SQLiteColumn) =>
  db
    .select({ shown: sql`${shown}` })
    .from(classSessions)
    .where(eq(classSessions.sectionId, sectionId));

async function loadMarks({ db }: ActorContext, question: Question): Promise<Entry[]> {
  const { personId, sectionId, actorId, limit } = question;
  const marks = attendanceEvents;
  const rows = await db
    .select({ ...getTableColumns(marks), reasonCode: reasonCodes.name })
    .from(marks)
    .leftJoin(reasonCodes, eq(reasonCodes.id, marks.reasonCodeId))
    .where(
      and(
        isThen('mark', question),
        personId ? eq(marks.studentId, personId) : undefined,
        sectionId ? inArray(marks.classSessionId, sessionsOf(db, sectionId, classSessions.id)) : undefined,
        actorId ? eq(marks.actorId, actorId) : undefined,
      ),
    )
    .orderBy(desc(marks.at), desc(marks.id))
    .limit(limit);
  return rows.map(({ id, at, actorId: by, actorName, actorRole, classSessionId, studentId, ...mark }) => ({
    ...{ id: `mark-${id}`, at, actorId: by, actorName, actorRole, action: MARK_CHANGED },
    subject: { kind: 'class-session', id: classSessionId },
    personId: studentId,
    facts: {
      ...{ changes: { status: { from: mark.fromStatus, to: mark.toStatus } }, source: mark.source },
      ...(mark.reasonCode !== null && { reasonCode: mark.reasonCode }),
      ...(mark.reason !== null && { reason: mark.reason }),
      ...(mark.note !== null && { note: mark.note }),
    },
  }));
}

/** Entries about a section: its own, and those of its class sessions. */
function isOfSection(db: Database, sectionId: number): SQL {
  const ofSessions = sessionsOf(db, sectionId, sql`'class-session:' || ${classSessions.id}`);
  return or(eq(auditEvents.subject, `section:${sectionId}`), inArray(auditEvents.subject, ofSessions)) as SQL;
}

function isAbout(personId: number): SQL {
  return or(eq(auditEvents.subject, `user:${personId}`), eq(AUDITED_PERSON, personId)) as SQL;
}

async function loadActs({ db }: ActorContext, question: Question): Promise<Entry[]> {
  const { personId, sectionId, actorId, action, limit } = question;
  const acts = auditEvents;
  const rows = await db
    .select()
    .from(acts)
    .where(
      and(
        isThen('audit', question),
        personId ? isAbout(personId) : undefined,
        sectionId ? isOfSection(db, sectionId) : undefined,
        actorId ? eq(acts.actorId, actorId) : undefined,
        action ? eq(acts.action, action) : undefined,
      ),
    )
    .orderBy(desc(acts.at), desc(acts.id))
    .limit(limit);
  return rows.map(({ id, subject, detail, ...act }) => {
    const facts: Entry['facts'] = { ...detail };
    const concerned = facts.studentId ?? facts.userId;
    return {
      ...act,
      id: `audit-${id}`,
      subject: readSubject(subject),
      personId: typeof concerned === 'number' ? concerned : null,
      facts,
    };
  });
}

async function rangeOf(ctx: ActorContext, { from, until }: AuditFilter): Promise<Range> {
  const { zone } = await loadSettings(ctx);
  const startOf = (day: string) => instantOf(day, '00:00', zone);
  return { from: from ? startOf(from) : null, until: until ? startOf(addDays(until, 1)) : Number.MAX_SAFE_INTEGER };
}

/** A page of the log.
 *  @throws AppError `not-found` for a page after an entry there never was */
export async function listAudit(ctx: ActorContext, { after, from, until, limit, ...filter }: AuditListInput): Promise<AuditPage> {
  const range = await rangeOf(ctx, { from, until });
  const cursor = after ? await loadCursor(ctx, after) : null;
  const question = { ...filter, range, cursor, limit: limit + 1 };
  const { action } = filter;
  const [marks, acts] = await Promise.all([
    !action || action === MARK_CHANGED ? loadMarks(ctx, question) : [],
    action === MARK_CHANGED ? [] : loadActs(ctx, question),
  ]);
  // Sorting is stable: marks stay before acts, and each in its own order.
  const found = [...marks, ...acts].sort((a, b) => b.at - a.at);
  const rows = await nameEntries(ctx, found.slice(0, limit));
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
