/** Who of a student's guardians may be written to and may look, as conditions on `guardians` and their `users`. Without values, so that
 *  statements written by hand hold them too. */
import { and, type SQL, sql } from 'drizzle-orm';
import { deliveries, guardians, notifications, school, users } from '#db/schema';

const { isBarred, confirmedAt, unsubscribedAt } = guardians;

/** The student is here, the school tells guardians, and this one may be contacted. */
const IS_OPEN = and(
  sql`${users.id} = ${guardians.studentId} and ${users.role} = 'student' and ${users.state} = 'active' and ${users.archivedAt} is null`,
  sql`not ${isBarred} and exists (select 1 from ${school} where ${school.settings} ->> '$.messages.guardiansGetAlerts')`,
) as SQL;

/** Their link proves the address, once or again. */
export const MAY_CONFIRM = sql`${IS_OPEN} and ${unsubscribedAt} is null`;

/** The address may be asked whether it is theirs. */
export const MAY_BE_ASKED = sql`${MAY_CONFIRM} and ${confirmedAt} is null`;

/** They are sent what is said about the student. */
export const IS_TOLD = sql`${MAY_CONFIRM} and ${confirmedAt} is not null`;

/** A link of theirs shows the student's days. Whoever ended the mails may still open the last one. */
export const MAY_LOOK = sql`${IS_OPEN} and ${confirmedAt} is not null`;

/** Condition on `deliveries`: it says which guardian was told of an alert that stands, and so who hears when it is withdrawn. */
export const TELLS_OF_STANDING = sql`(${deliveries.guardianId} is not null and exists (select 1 from ${notifications}
  where ${notifications.id} = ${deliveries.notificationId} and ${notifications.kind} = 'alert' and ${notifications.retractedAt} is null))`;
