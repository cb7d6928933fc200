/** Precedence of marks (`attendance` of the domain) as a condition of the statements that write them: on `attendance`, the mark that
 *  stands, and `excluded`, the one that comes. */
import { sqlTexts } from '#db/query';
import { LIFTED_BY_ARRIVAL, replacedBy } from '#domain/register/attendance';

/** For marks by staff. Teachers and assistants do not replace an administrator's. */
export const IS_OPEN_TO_STAFF = `(attendance.status is null or attendance.source in (${sqlTexts(replacedBy('teacher'))})
  or excluded.source = 'admin')`;

/** For check-ins and badges. */
export const IS_OPEN_TO_ARRIVAL = `(attendance.status is null or attendance.source in (${sqlTexts(LIFTED_BY_ARRIVAL)}))`;
