/** All that is kept about a person, for that person: one document, in the words of the product. Secrets and others' data are not in it. */
import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import type { Database } from '#db/client';
import {
  alerts,
  announcements,
  attendance,
  attendanceEvents,
  auditEvents,
  badgeCards,
  channelChoices,
  claims,
  classSessions,
  corrections,
  courses,
  covers,
  deliveries,
  devices,
  enrolments,
  guardians,
  leaves,
  loginSessions,
  notifications,
  passkeys,
  reasonCodes,
  savedViews,
  sectionStaff,
  sections,
  userPhotos,
  users,
} from '#db/schema';
import { author, FACTS } from '#db/sql/notification';
import { toBase64Url } from '#domain/encoding';
import { reasonText } from '#domain/register/reason';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import type { OwnPart } from './person-references';

/** Lists of the document: what refers to the person by a key, and what histories say. The photo is no list. */
type Part = Exclude<OwnPart, 'photo'> | 'markHistory' | 'ownActions';

const COURSE = { course: courses.code, title: courses.title, section: sections.code };

/** What each list of the document holds. Every query goes by the person's own id, which an index has. */
const PARTS: Record<Part, (db: Database, id: number, now: number) => PromiseLike<Record<string, unknown>[]>> = {
  sectionsStaffed: (db, id) =>
    db
      .select({ ...COURSE, role: sectionStaff.role })
      .from(sectionStaff)
      .innerJoin(sections, eq(sections.id, sectionStaff.sectionId))
      .innerJoin(courses, eq(courses.id, sections.courseId))
      .where(eq(sectionStaff.userId, id))
      .orderBy(courses.code, sections.code),
  covers: (db, id) => {
    const { classSessionId, givenAt, endedAt, userId } = covers;
    const { day, startTime, startsAt, sectionId } = classSessions;
    return db
      .select({ classSessionId, course: courses.code, section: sections.code, day, startTime, givenAt, endedAt })
      .from(covers)
      .innerJoin(classSessions, eq(classSessions.id, classSessionId))
      .innerJoin(sections, eq(sections.id, sectionId))
      .innerJoin(courses, eq(courses.id, sections.courseId))
      .where(eq(userId, id))
      .orderBy(asc(startsAt));
  },
  enrolments: (db, id) =>
    db
      .select({ ...COURSE, fromDay: enrolments.fromDay, untilDay: enrolments.untilDay })
      .from(enrolments)
      .innerJoin(sections, eq(sections.id, enrolments.sectionId))
      .innerJoin(courses, eq(courses.id, sections.courseId))
      .where(eq(enrolments.studentId, id))
      .orderBy(enrolments.fromDay, enrolments.id),
  marks: (db, id) => {
    const { classSessionId, status, source, reason, note, changedAt } = attendance;
    const { day, startTime, startsAt, sectionId } = classSessions;
    const meeting = { classSessionId, course: courses.code, section: sections.code, day, startTime };
    return db
      .select({ ...meeting, status, source, reason, note, changedAt })
      .from(attendance)
      .innerJoin(classSessions, eq(classSessions.id, classSessionId))
      .innerJoin(sections, eq(sections.id, sectionId))
      .innerJoin(courses, eq(courses.id, sections.courseId))
      .where(eq(attendance.studentId, id))
      .orderBy(asc(startsAt));
  },
  markHistory: (db, id) => {
    const {
      classSessionId,
      at,
      fromStatus: from,
      toStatus: to,
      source,
      reason,
      note,
      actorRole,
      reasonCodeId,
    } = attendanceEvents;
    return db
      .select({ classSessionId, at, from, to, source, reason, reasonCode: reasonCodes.name, note, changedBy: actorRole })
      .from(attendanceEvents)
      .leftJoin(reasonCodes, eq(reasonCodes.id, reasonCodeId))
      .where(eq(attendanceEvents.studentId, id))
      .orderBy(attendanceEvents.id);
  },
  checkIns: (db, id) => {
    const { id: claimId, classSessionId, receivedAt, deviceId, deviceAt, verdict, status, source, reasons } = claims;
    return db
      .select({ id: claimId, classSessionId, receivedAt, deviceId, deviceAt, verdict, status, source, reasons })
      .from(claims)
      .where(eq(claims.studentId, id))
      .orderBy(asc(receivedAt));
  },
  corrections: (db, id) => {
    const { classSessionId, wantedStatus, reason, attachmentType, requestedAt, state } = corrections;
    const { decidedAt, decidedStatus, decisionReason } = corrections;
    const asked = { classSessionId, wantedStatus, reason, attachmentType, requestedAt, state };
    return db
      .select({ ...asked, decidedAt, decidedStatus, decisionReason })
      .from(corrections)
      .where(eq(corrections.studentId, id))
      .orderBy(asc(requestedAt));
  },
  leaves: (db, id) => {
    const { fromDay, untilDay, fromTime, untilTime, reason, requestedAt, state, decidedAt, decisionReason } = leaves;
    return db
      .select({ fromDay, untilDay, fromTime, untilTime, reason, requestedAt, state, decidedAt, decisionReason })
      .from(leaves)
      .where(eq(leaves.studentId, id))
      .orderBy(asc(requestedAt));
  },
  notifications: (db, id, now) => {
    const { kind, createdAt, readAt, userId, announcementId } = notifications;
    return db
      .select({ kind, facts: FACTS, createdAt, readAt })
      .from(notifications)
      .leftJoin(announcements, eq(announcements.id, announcementId))
      .leftJoin(author, eq(author.id, announcements.authorId))
      .where(and(eq(userId, id), lte(createdAt, now)))
      .orderBy(asc(createdAt));
  },
  alerts: (db, id) => {
    const { kind, rule, ground, period, sectionId, raisedAt, retractedAt, studentId } = alerts;
    return db
      .select({ kind, rule, ground, period, course: courses.code, section: sections.code, raisedAt, retractedAt })
      .from(alerts)
      .leftJoin(sections, eq(sections.id, sectionId))
      .leftJoin(courses, eq(courses.id, sections.courseId))
      .where(eq(studentId, id))
      .orderBy(alerts.id);
  },
  guardians: (db, id) => {
    const { relation, createdAt, confirmedAt, studentId, position } = guardians;
    return db
      .select({ relation, createdAt, confirmedAt })
      .from(guardians)
      .where(eq(studentId, id))
      .orderBy(position, guardians.id);
  },
  card: (db, id) => {
    const { issuedAt, studentId, revokedAt } = badgeCards;
    return db
      .select({ issuedAt })
      .from(badgeCards)
      .where(and(eq(studentId, id), isNull(revokedAt)));
  },
  devices: (db, id) => {
    const { id: deviceId, name, createdAt, revokedAt, userId } = devices;
    return db.select({ id: deviceId, name, createdAt, revokedAt }).from(devices).where(eq(userId, id)).orderBy(asc(createdAt));
  },
  passkeys: (db, id) => {
    const { name, createdAt, lastUsedAt, userId } = passkeys;
    return db.select({ name, createdAt, lastUsedAt }).from(passkeys).where(eq(userId, id)).orderBy(asc(createdAt));
  },
  signIns: (db, id) => {
    const { userAgent, address, createdAt, lastSeenAt, userId } = loginSessions;
    const signIn = { userAgent, address, createdAt, lastSeenAt };
    return db.select(signIn).from(loginSessions).where(eq(userId, id)).orderBy(asc(createdAt));
  },
  channels: (db, id) => {
    const { kindGroup, channel, isOn, userId } = channelChoices;
    return db.select({ group: kindGroup, channel, isOn }).from(channelChoices).where(eq(userId, id)).orderBy(kindGroup, channel);
  },
  deliveries: (db, id) => {
    const { channel, kind, address, createdAt, sentAt, userId } = deliveries;
    return db
      .select({ channel, kind, address, createdAt, sentAt })
      .from(deliveries)
      .where(eq(userId, id))
      .orderBy(asc(createdAt));
  },
  savedViews: (db, id) => {
    const { name, page, filter, userId } = savedViews;
    return db.select({ name, page, filter }).from(savedViews).where(eq(userId, id)).orderBy(name);
  },
  ownActions: (db, id) => {
    const { at, action, subject, actorId } = auditEvents;
    return db.select({ at, action, subject }).from(auditEvents).where(eq(actorId, id)).orderBy(auditEvents.id);
  },
};

/** Reasons of marks are in words. */
function inWords(row: Record<string, unknown>): Record<string, unknown> {
  return typeof row.reason === 'string' ? { ...row, reason: reasonText(row.reason) } : row;
}

async function loadPart({ db, actor, now }: ActorContext, part: Part): Promise<[Part, Record<string, unknown>[]]> {
  const rows = await PARTS[part](db, actor.id, now());
  return [part, rows.map(inWords)];
}

async function loadPerson({ db, actor }: ActorContext) {
  const { id, name, preferredName, email, phone, studentNumber, locale, language, role, state } = users;
  const { sourcedId: idInSchoolSystem, createdAt, approvedAt, emailConfirmedAt, requestedName } = users;
  const own = { id, name, preferredName, email, phone, studentNumber, locale, language, role, state };
  const [person] = await db
    .select({ ...own, idInSchoolSystem, createdAt, approvedAt, emailConfirmedAt, requestedName })
    .from(users)
    .where(eq(id, actor.id));
  return person ?? null;
}

async function loadPhoto({ db, actor }: ActorContext) {
  const { type, bytes, updatedAt, userId } = userPhotos;
  const [photo] = await db.select({ type, bytes, updatedAt }).from(userPhotos).where(eq(userId, actor.id));
  return photo ? { ...photo, bytes: toBase64Url(photo.bytes) } : null;
}

/** The actor's own data. Instants are epoch ms; the photo is base64url. Other people appear by their role only. */
export async function exportOwnData(ctx: ActorContext) {
  const { name, zone } = await loadSettings(ctx);
  const [person, photo, parts] = await Promise.all([
    loadPerson(ctx),
    loadPhoto(ctx),
    Promise.all((Object.keys(PARTS) as Part[]).map((part) => loadPart(ctx, part))),
  ]);
  return {
    about: { school: name, zone, madeAt: ctx.now(), instants: 'milliseconds since 1970-01-01T00:00:00Z' },
    person,
    photo,
    ...(Object.fromEntries(parts) as Record<Part, Record<string, unknown>[]>),
  };
}
