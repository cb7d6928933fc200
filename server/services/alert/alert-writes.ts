/** What a judgement writes: alerts raised, renewed and retracted, each with its message to the student, and that the student is judged.
 *  Every statement repeats that nothing has changed since the marks were read, so that of two processes one writes. */
import { and, eq, exists, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { alerts, claims, judgedStudents, notifications, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { insertIfChanged } from '#db/sql/insert-if-changed';
import { isDue } from '#db/sql/judged-students';
import { rowOf } from '#db/sql/values';
import { type AlertFacts, NAMED_AT_MOST, type NamedSession } from '#domain/alert/alert';
import type { AlertMark } from '#domain/alert/ground';
import type { Judgement, NewAlert, RenewedAlert, StandingAlert } from '#domain/alert/judging';
import { type PeriodTerm, periodNamed } from '#domain/alert/period';
import type { Notice } from '#domain/message/notification';
import type { Services, Write } from '#server/context/context';

/** The first day of which something has changed, where nothing has. */
const NEVER = '9999-12-31';

type ClassName = { courseTitle: string; sectionCode: string };

export type ToWrite = {
  studentId: number;
  /** As they were read with the marks. */
  changes: number;
  marks: readonly AlertMark[];
  judgement: Judgement;
};

export type Writer = Pick<Services, 'db' | 'now'> & { sections: ReadonlyMap<number, ClassName>; terms: readonly PeriodTerm[] };

/** Condition: nothing has changed since, and nobody else has judged it. */
function isFresh(db: Database, { studentId, changes }: ToWrite): SQL {
  const same = and(eq(judgedStudents.studentId, studentId), eq(judgedStudents.changes, changes), isDue);
  return exists(db.select({ one: sql`1` }).from(judgedStudents).where(same));
}

/** Condition: a check-in of the student waits for staff, and may yet change what counts. */
function hasWaitingClaim(db: Database, studentId: number): SQL {
  const waiting = and(eq(claims.studentId, studentId), sql`${claims.verdict} = 'waiting'`);
  return exists(db.select({ one: sql`1` }).from(claims).where(waiting));
}

const nameOf = ({ sections }: Writer, sectionId: number | null) =>
  sectionId === null ? null : (sections.get(sectionId) ?? null);

/** The class sessions an alert names, the latest first. */
function namedIn({ sections }: Writer, { marks }: ToWrite, ids: readonly number[]): NamedSession[] {
  const named = new Set(ids.slice(-NAMED_AT_MOST));
  return marks
    .filter(({ classSessionId }) => named.has(classSessionId))
    .map(({ classSessionId, sectionId, day, startTime }) => {
      const { courseTitle = '', sectionCode = '' } = sections.get(sectionId) ?? {};
      return { classSessionId, day, startTime, courseTitle, sectionCode };
    })
    .reverse();
}

function factsOf(writer: Writer, student: ToWrite, { rule, sectionId, period, ground }: Omit<NewAlert, 'throughAt'>): AlertFacts {
  const { classSessionIds, on: _, ...figures } = ground;
  const classSessions = namedIn(writer, student, classSessionIds);
  return { rule, section: nameOf(writer, sectionId), period: period.name, ground: figures, classSessions };
}

/** What makes a message of an alert one of its kind. */
const messageKey = (kind: string, sectionId: number | null, period: string) => ({
  rule: kind,
  period: sectionId === null ? period : `${period}/section:${sectionId}`,
});

type MessageKey = ReturnType<typeof messageKey>;

/** One of its kind that stands already says it instead. */
function tell({ db, now }: Writer, userId: number, { kind, facts }: Notice, key?: Partial<MessageKey>): Write {
  const { rule, period } = notifications;
  return insertIfChanged(db, notifications, { userId, kind, facts, createdAt: now(), ...key }).onConflictDoUpdate({
    target: [notifications.userId, rule, period],
    // As the index has it.
    targetWhere: sql`rule is not null and retracted_at is null`,
    set: { kind: sql`excluded.kind`, facts: sql`excluded.facts` },
  });
}

function raise(writer: Writer, student: ToWrite, alert: NewAlert): Write[] {
  const { db, now } = writer;
  const { rule, sectionId, period, ground, throughAt } = alert;
  const { studentId } = student;
  const row = { studentId, kind: rule.rule, sectionId, period: period.key, rule, ground, throughAt, raisedAt: now() };
  const isThere = and(eq(users.id, studentId), IS_ACTIVE);
  const due = and(isThere, isFresh(db, student), sql`not ${hasWaitingClaim(db, studentId)}`);
  return [
    db
      .insert(alerts)
      .select(db.select(rowOf(alerts, row)).from(users).where(due))
      .onConflictDoNothing(),
    tell(
      writer,
      studentId,
      { kind: 'alert', facts: factsOf(writer, student, alert) },
      messageKey(rule.rule, sectionId, period.key),
    ),
  ];
}

/** The message of an alert that stands, after a statement that changed the alert. */
function itsMessage(studentId: number, key: MessageKey): SQL | undefined {
  const { userId, rule, period, retractedAt } = notifications;
  const isIts = and(eq(userId, studentId), eq(rule, key.rule), eq(period, key.period));
  // As the index has it.
  return and(isIts, sql`${rule} is not null`, isNull(retractedAt), sql`changes() > 0`);
}

/** Ends an alert and its message, and says nothing. */
function end({ db, now }: Writer, student: ToWrite, { id, rule, sectionId, period }: StandingAlert): Write[] {
  const isIts = and(eq(alerts.id, id), isNull(alerts.retractedAt), isFresh(db, student));
  const key = messageKey(rule.rule, sectionId, period);
  return [
    db.update(alerts).set({ retractedAt: now() }).where(isIts),
    db.update(notifications).set({ retractedAt: now() }).where(itsMessage(student.studentId, key)),
  ];
}

/** Its message has the period of the one that it ends: by that it is known which one it was, whatever the section is called by now. */
function retract(writer: Writer, student: ToWrite, alert: StandingAlert): Write[] {
  const name = periodNamed(alert.period, writer.terms)?.name ?? { term: '' };
  const { period } = messageKey(alert.rule.rule, alert.sectionId, alert.period);
  const facts = { rule: alert.rule.rule, section: nameOf(writer, alert.sectionId), period: name };
  return [...end(writer, student, alert), tell(writer, student.studentId, { kind: 'alert-retracted', facts }, { period })];
}

/** Its message stays the one it is, whatever period it is of by now. */
function renew(writer: Writer, student: ToWrite, alert: RenewedAlert): Write[] {
  const { db } = writer;
  const { id, rule, sectionId, period, formerPeriod, ground, throughAt } = alert;
  const isIts = and(eq(alerts.id, id), isNull(alerts.retractedAt), isFresh(db, student));
  const facts = factsOf(writer, student, alert);
  return [
    db.update(alerts).set({ rule, ground, throughAt, period: period.key }).where(isIts),
    db
      .update(notifications)
      .set({ facts, period: messageKey(rule.rule, sectionId, period.key).period })
      .where(itsMessage(student.studentId, messageKey(rule.rule, sectionId, formerPeriod))),
  ];
}

/** What is due and has to wait is judged again; otherwise this student is done. */
function settle({ db }: Writer, student: ToWrite): Write {
  const { studentId, changes, judgement } = student;
  const waits = judgement.raise.length > 0 ? hasWaitingClaim(db, studentId) : sql`0`;
  const isWaiting = judgement.isDeferred ? sql`1` : waits;
  return db
    .update(judgedStudents)
    .set({ judged: changes, isWaiting, fromDay: sql`iif(${isWaiting}, ${judgedStudents.fromDay}, ${NEVER})` })
    .where(and(eq(judgedStudents.studentId, studentId), eq(judgedStudents.changes, changes), isDue));
}

/** Of most students nothing is to be said: they are done in one statement. */
function settleAll({ db }: Writer, students: readonly ToWrite[]): Write {
  const { studentId, changes } = judgedStudents;
  const seen = JSON.stringify(students.map((one) => [one.studentId, one.changes]));
  return db
    .update(judgedStudents)
    .set({ judged: sql`${changes}`, isWaiting: false, fromDay: NEVER })
    .where(and(sql`(${studentId}, ${changes}) in (select value ->> 0, value ->> 1 from json_each(${seen}))`, isDue));
}

const isQuiet = ({ judgement: { raise: due, retract: lost, end: gone, renew: other, isDeferred } }: ToWrite) =>
  due.length + lost.length + gone.length + other.length === 0 && !isDeferred;

function writesOf(writer: Writer, student: ToWrite): Write[] {
  const { raise: due, retract: lost, end: gone, renew: other } = student.judgement;
  return [
    ...lost.flatMap((alert) => retract(writer, student, alert)),
    ...gone.flatMap((alert) => end(writer, student, alert)),
    ...other.flatMap((alert) => renew(writer, student, alert)),
    ...due.flatMap((alert) => raise(writer, student, alert)),
    settle(writer, student),
  ];
}

/** The statements of what was judged of some students. */
export function judgementWrites(writer: Writer, students: readonly ToWrite[]): Write[] {
  const told = students.filter((student) => !isQuiet(student));
  return [...told.flatMap((student) => writesOf(writer, student)), settleAll(writer, students.filter(isQuiet))];
}
