/** All that is kept about a person, for that person: one document, in the words of the product. Secrets and others' data are not in it. */
import { queryRow, queryRows } from '#db/query';
import { toBase64Url } from '#domain/encoding';
import { reasonText } from '#domain/register/reason';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** What each part of the document holds. Every statement goes by the person's own id, which an index has. */
const PARTS = {
  sectionsStaffed: `select c.code course, c.title, s.code section, st.role from section_staff st
    join sections s on s.id = st.section_id join courses c on c.id = s.course_id where st.user_id = ? order by c.code, s.code`,
  enrolments: `select c.code course, c.title, s.code section, e.from_day fromDay, e.until_day untilDay from enrolments e
    join sections s on s.id = e.section_id join courses c on c.id = s.course_id where e.student_id = ? order by e.from_day, e.id`,
  marks: `select a.class_session_id classSessionId, c.code course, s.code section, cs.day, cs.start_time startTime, a.status, a.source,
      a.reason, a.note, a.changed_at changedAt
    from attendance a join class_sessions cs on cs.id = a.class_session_id join sections s on s.id = cs.section_id
    join courses c on c.id = s.course_id where a.student_id = ? order by cs.starts_at`,
  markHistory: `select class_session_id classSessionId, at, from_status "from", to_status "to", source, reason, note,
    actor_role changedBy from attendance_events where student_id = ? order by id`,
  checkIns: `select id, class_session_id classSessionId, received_at receivedAt, device_id deviceId, device_at deviceAt, verdict, status,
    source, reasons from claims where student_id = ? order by received_at`,
  corrections: `select class_session_id classSessionId, wanted_status wantedStatus, reason, requested_at requestedAt, state,
    decided_at decidedAt, decision_reason decisionReason from corrections where student_id = ? order by requested_at`,
  notifications: `select kind, facts, created_at createdAt, read_at readAt from notifications where user_id = ? order by created_at`,
  card: 'select issued_at issuedAt from badge_cards where student_id = ? and revoked_at is null',
  devices: 'select id, name, created_at createdAt, revoked_at revokedAt from devices where user_id = ? order by created_at',
  passkeys: 'select name, created_at createdAt, last_used_at lastUsedAt from passkeys where user_id = ? order by created_at',
  signIns: `select user_agent userAgent, address, created_at createdAt, last_seen_at lastSeenAt
    from login_sessions where user_id = ? order by created_at`,
  mails: 'select kind, address, created_at createdAt, sent_at sentAt from outgoing_mails where user_id = ? order by created_at',
  ownActions: 'select at, action, subject from audit_events where actor_id = ? order by id',
} as const;
type Part = keyof typeof PARTS;

const PERSON = `select id, name, preferred_name preferredName, email, phone, locale, role, state, sourced_id idInSchoolSystem,
    created_at createdAt, approved_at approvedAt, email_confirmed_at emailConfirmedAt, requested_name requestedName from users where id = ?`;
const PHOTO = 'select type, bytes, updated_at updatedAt from user_photos where user_id = ?';

type Photo = { type: string; bytes: ArrayBuffer; updatedAt: number };
type Row = Record<string, unknown>;

/** Columns that hold JSON are read, so that the document is JSON all through. Reasons of marks are in words. */
function toPlain(row: Row): Row {
  if (typeof row.reason === 'string') return { ...row, reason: reasonText(row.reason) };
  return typeof row.reasons === 'string' ? { ...row, reasons: JSON.parse(row.reasons) } : { ...row };
}

async function loadPart(ctx: ActorContext, part: Part): Promise<[Part, Row[]]> {
  const rows = await queryRows<Row>(ctx.db, PARTS[part], [ctx.actor.id]);
  return [part, rows.map(toPlain)];
}

/** The actor's own data. Instants are epoch ms; the photo is base64url. Other people appear by their role only. */
export async function exportOwnData(ctx: ActorContext) {
  const { name, zone } = await loadSettings(ctx);
  const [person, photo, parts] = await Promise.all([
    queryRow<Row>(ctx.db, PERSON, [ctx.actor.id]),
    queryRow<Photo>(ctx.db, PHOTO, [ctx.actor.id]),
    Promise.all((Object.keys(PARTS) as Part[]).map((part) => loadPart(ctx, part))),
  ]);
  return {
    about: { school: name, zone, madeAt: ctx.now(), instants: 'milliseconds since 1970-01-01T00:00:00Z' },
    person: person && { ...person },
    photo: photo && { ...photo, bytes: toBase64Url(photo.bytes) },
    ...(Object.fromEntries(parts) as Record<Part, Row[]>),
  };
}
