/** What a message says, as a column: the facts stored with it, and of an announcement what stands there by now; and whether it stands. */
import { gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { announcements, classSessions, courses, notifications, sections, users } from '#db/schema';
import { asJson } from './values';

/** Whoever wrote an announcement. */
export const author = alias(users, 'author');

const { id: announcementId, title, body, editedAt, attachmentKey, attachmentType, attachmentSize } = announcements;

const ATTACHED = sql`json(iif(${attachmentKey} is null, 'null', json_object('type', ${attachmentType}, 'size', ${attachmentSize})))`;

/** An announcement as it is read, a JSON object. Needs `author`. */
const ANNOUNCED = sql`json_object('announcementId', ${announcementId}, 'title', ${title}, 'body', ${body},
  'author', ${author.name}, 'editedAt', ${editedAt}, 'attachment', ${ATTACHED})`;

const { day, startTime, endTime, room } = classSessions;

/** The facts of a class session, a JSON object. Needs `sections` and `courses` joined to it. */
export const CLASS_FACTS = sql`json_object('courseTitle', ${courses.title}, 'sectionCode', ${sections.code},
  'meeting', json_object('day', ${day}, 'startTime', ${startTime}, 'endTime', ${endTime}, 'room', ${room}))`;

/** The facts of `notifications`. Needs `announcements` and `author` joined to it, where there are such. */
export const FACTS = asJson<Record<string, unknown>>(
  sql`case when ${announcementId} is null then ${notifications.facts} else ${ANNOUNCED} end`,
);

/** Condition on `notifications`: it was not taken back, and does not end, by an instant (epoch ms). */
export function isLiveAt(at: number): SQL {
  return or(isNull(notifications.retractedAt), gt(notifications.retractedAt, at)) as SQL;
}
