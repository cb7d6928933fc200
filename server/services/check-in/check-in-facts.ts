/** What is known about claims, in one read: for one that has just arrived, or for those that an opening or an extension may change.
 *  Written by hand: one statement asks everything, from rows that are given or kept, and every check-in waits for it. */
import { queryRows } from '#db/query';
import { onRollSql } from '#db/sql/roll';
import { hasRegisterSql } from '#db/sql/staffing';
import { type CheckInFacts, FRESH_MS, type Verdict } from '#domain/check-in/check-in';
import { DELIVERY_GRACE_MS, type DevicePublicKey } from '#domain/check-in/device';
import type { Mark, Source, Status } from '#domain/register/attendance';
import type { ClassSessionState } from '#domain/register/class-session';
import { DEFAULT_SETTINGS, readSettings, type SchoolSettings } from '#domain/school/school';
import type { Context } from '#server/context/context';
import { isDeviceShared, isElsewhere } from './check-in-doubts';
import { sameBrowser } from './same-browser';

/** A claim as the database sees it, with everything its verdict depends on besides its evidence. */
export type ClaimFacts = {
  claimId: string;
  studentId: number;
  receivedAt: number;
  /** As kept; empty, null and 0 for one that has just arrived. */
  tokens: string[];
  code: string | null;
  deviceId: string;
  deviceAt: number;
  signature: string;
  revision: number;
  revisionsEndedAt: number[];
  settings: SchoolSettings;
  /** The device's key, when the device is this student's. */
  publicKey: DevicePublicKey | null;
  mark: (Mark & { claimId: string | null }) | null;
  prior: { studentId: number; verdict: Verdict['verdict']; reasons: string[] } | null;
} & Pick<
  CheckInFacts,
  | 'classSession'
  | 'isOnRoll'
  | 'isFirstOfDevice'
  | 'wasHeldBack'
  | 'isDeviceShared'
  | 'isElsewhere'
  | 'hasRegister'
  | 'wrongCodes'
>;

type Row = {
  claimId: string;
  studentId: number;
  receivedAt: number;
  tokens: string;
  code: string | null;
  deviceId: string;
  deviceAt: number;
  signature: string;
  state: ClassSessionState | null;
  startsAt: number;
  endsAt: number;
  openedAt: number | null;
  checkInClosesAt: number | null;
  closesAt: number;
  revision: number | null;
  revisionsEndedAt: string | null;
  settings: string;
  publicKey: string | null;
  markStatus: Status | null;
  markSource: Source | null;
  markClaimId: string | null;
  priorStudentId: number | null;
  priorVerdict: Verdict['verdict'] | null;
  priorReasons: string | null;
  isOnRoll: number;
  isFirstOfDevice: number;
  wasHeldBack: number;
  isDeviceShared: number;
  isElsewhere: number;
  hasRegister: number;
  wrongCodes: number;
};

const CLAIM = { classSessionId: 'q.class_session_id', studentId: 'q.student_id', deviceId: 'q.device_id' };

/** Null for a typed code, which is never late. */
const SCAN_ENDED_AT = `(q.last_window + 1) * coalesce(json_extract(sc.settings, '$.periodMs'), ${DEFAULT_SETTINGS.periodMs})`;

/** Asked of late claims only. A waiting claim vouches for nothing, or sending the same again would. Nor does one that
 *  staff declined, or accepted only because they accepted another of that student's. */
const IS_FIRST_OF_DEVICE = `iif(q.received_at > ${SCAN_ENDED_AT} + ${FRESH_MS},
      not exists (select 1 from claims o where o.device_id in ${sameBrowser('q.device_id')} and o.verdict = 'accepted'
        and o.student_id = q.student_id and iif(o.settled_at is null, o.class_session_id <> q.class_session_id,
          exists (select 1 from attendance a where a.claim_id = o.id)) and o.received_at < q.received_at), 0)`;

/** Between the scan and the delivery, less the time that belongs to either. */
const IS_MEANWHILE = (instant: string) =>
  `${instant} > ${SCAN_ENDED_AT} + ${DELIVERY_GRACE_MS} and ${instant} < q.received_at - ${DELIVERY_GRACE_MS}`;

/** Any request of the student's, on whatever device and sign-in. Deliveries leave no sighting, but claims for other class sessions tell
 *  of them. */
const WAS_HELD_BACK = `iif(q.received_at > ${SCAN_ENDED_AT} + ${2 * DELIVERY_GRACE_MS},
      exists (select 1 from sightings v where v.user_id = q.student_id and ${IS_MEANWHILE('v.seen_at')})
      or exists (select 1 from claims o where o.student_id = q.student_id and o.class_session_id <> q.class_session_id
        and ${IS_MEANWHILE('o.received_at')}), 0)`;

/** Claims are found by student or by device. Nothing is scanned. */
const FACTS = `select q.id claimId, q.student_id studentId, q.received_at receivedAt, q.tokens, q.code,
    q.device_id deviceId, q.device_at deviceAt, q.signature,
    cs.state, cs.starts_at startsAt, cs.ends_at endsAt, cs.opened_at openedAt, cs.check_in_closes_at checkInClosesAt,
    cs.closes_at closesAt, cs.revision, cs.revisions_ended_at revisionsEndedAt, sc.settings, d.public_key publicKey,
    m.status markStatus, m.source markSource, m.claim_id markClaimId,
    p.student_id priorStudentId, p.verdict priorVerdict, p.reasons priorReasons,
    exists (select 1 from enrolments e where e.student_id = q.student_id and e.section_id = cs.section_id
      and ${onRollSql('e', 'cs.day')}) isOnRoll,
    ${IS_FIRST_OF_DEVICE} isFirstOfDevice, ${WAS_HELD_BACK} wasHeldBack,
    ${isDeviceShared(CLAIM)} isDeviceShared, ${isElsewhere(CLAIM)} isElsewhere, ${hasRegisterSql('cs', 'q.student_id')} hasRegister,
    (select count(*) from claims o where o.student_id = q.student_id and o.class_session_id = q.class_session_id
      and o.code is not null and o.reasons = '["bad-code"]') wrongCodes
  from q join school sc on sc.id = 1
    left join class_sessions cs on cs.id = q.class_session_id
    left join devices d on d.id = q.device_id and d.user_id = q.student_id and d.revoked_at is null
    left join attendance m on m.class_session_id = q.class_session_id and m.student_id = q.student_id
    left join claims p on p.id = q.id`;

const ARRIVING = `with q(id, class_session_id, student_id, device_id, tokens, code, last_window, received_at, device_at, signature)
  as (values (:id, :classSessionId, :studentId, :deviceId, '[]', null, :lastWindow, :receivedAt, 0, '')) ${FACTS}`;

/** Claims that were judged before staff who had no network were heard. */
const KEPT = {
  'not-opened-yet': `verdict = 'waiting' and exists (select 1 from json_each(reasons) where value = 'not-opened-yet')`,
  'outside-window': `verdict = 'refused' and reasons = '["outside-window"]' and code is null`,
} as const;

const keptClaims = (which: keyof typeof KEPT) =>
  `with q as (select * from claims where class_session_id = :classSessionId and ${KEPT[which]}) ${FACTS} order by q.received_at, q.id`;

function toFacts(row: Row): ClaimFacts {
  const {
    claimId,
    studentId,
    receivedAt,
    code,
    deviceId,
    deviceAt,
    signature,
    state,
    startsAt,
    endsAt,
    openedAt,
    checkInClosesAt,
    closesAt,
  } = row;
  return {
    claimId,
    studentId,
    receivedAt,
    tokens: JSON.parse(row.tokens),
    code,
    deviceId,
    deviceAt,
    signature,
    revision: row.revision ?? 0,
    revisionsEndedAt: JSON.parse(row.revisionsEndedAt ?? '[]'),
    settings: readSettings(row.settings),
    publicKey: row.publicKey === null ? null : JSON.parse(row.publicKey),
    mark: row.markSource && { status: row.markStatus, source: row.markSource, claimId: row.markClaimId },
    prior: row.priorStudentId === null ? null : priorOf(row),
    classSession: state && { state, startsAt, endsAt, openedAt, checkInClosesAt, closesAt },
    isOnRoll: row.isOnRoll === 1,
    isFirstOfDevice: row.isFirstOfDevice === 1,
    wasHeldBack: row.wasHeldBack === 1,
    isDeviceShared: row.isDeviceShared === 1,
    isElsewhere: row.isElsewhere === 1,
    hasRegister: row.hasRegister === 1,
    wrongCodes: row.wrongCodes,
  };
}

function priorOf(row: Row): ClaimFacts['prior'] {
  const { priorStudentId, priorVerdict, priorReasons } = row;
  return {
    studentId: priorStudentId as number,
    verdict: priorVerdict as Verdict['verdict'],
    reasons: JSON.parse(priorReasons as string),
  };
}

/** Facts of a claim that has just arrived.
 *  @param claim `lastWindow` null for a typed code */
export async function loadArrivingFacts(
  ctx: Context,
  claim: {
    id: string;
    classSessionId: number;
    studentId: number;
    deviceId: string;
    lastWindow: number | null;
    receivedAt: number;
  },
): Promise<ClaimFacts> {
  const [row] = await queryRows<Row>(ctx.db, ARRIVING, claim);
  return toFacts(row as Row);
}

/** Facts of the claims on one class session that wait for its opening, or were refused for their time, in the order they arrived. */
export async function loadKeptFacts(ctx: Context, classSessionId: number, which: keyof typeof KEPT): Promise<ClaimFacts[]> {
  const rows = await queryRows<Row>(ctx.db, keptClaims(which), { classSessionId });
  return rows.map(toFacts);
}
