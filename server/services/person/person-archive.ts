/** What leaves with a person: enrolments end on a day, places among staff are given up, and both can be taken up again. Statements for a batch. */
import type { InStatement } from '@libsql/client';
import { endKeysOf, sectionsOfStaff } from '#server/context/code-revision';

/** Enrolments the person would still have after `:today`. */
const GOES_ON = 'from_day <= :today and (until_day is null or until_day > :today)';

const rowsOf = (object: string, from: string) => `(select json_group_array(json_object(${object})) from ${from})`;

const NOTES = {
  enrolments: [
    `'ended', ${rowsOf("'id', e.id, 'untilDay', e.until_day", `enrolments e where e.student_id = users.id and ${GOES_ON}`)}`,
    `'dropped', ${rowsOf(
      "'sectionId', e.section_id, 'fromDay', e.from_day, 'untilDay', e.until_day, 'sourcedId', e.sourced_id",
      'enrolments e where e.student_id = users.id and e.from_day > :today',
    )}`,
  ],
  staffing: [
    `'staffed', ${rowsOf("'sectionId', st.section_id, 'role', st.role", 'section_staff st where st.user_id = users.id')}`,
  ],
};

type What = { endsEnrolments: boolean; endsStaffing: boolean };

/** SQL of what `leaving` is about to take away, as members of a JSON object: what `comingBack` reads. Needs `:today`. */
export function leavingNotes({ endsEnrolments, endsStaffing }: What): string[] {
  return ["'day', :today", ...(endsEnrolments ? NOTES.enrolments : []), ...(endsStaffing ? NOTES.staffing : [])];
}

/** Ends what goes on after today and drops what has not begun: nothing that a register already says stops counting.
 *  @param who SQL condition on `users`  @param args its arguments, `today` and `now` */
export function leaving(
  { endsEnrolments, endsStaffing }: What,
  who: string,
  args: Record<string, string | number> & { now: number },
): InStatement[] {
  const them = `(select id from users where ${who})`;
  const enrolments = [
    `update enrolments set until_day = :today where student_id in ${them} and ${GOES_ON}`,
    `delete from enrolments where student_id in ${them} and from_day > :today`,
  ];
  const staffing = [endKeysOf(sectionsOfStaff(them), args), { sql: `delete from section_staff where user_id in ${them}`, args }];
  return [...(endsEnrolments ? enrolments.map((sql) => ({ sql, args })) : []), ...(endsStaffing ? staffing : [])];
}

/** What was noted when each of `:ids` left, of those who are away. */
const NOTED = `select cast(w.value as integer) userId, a.detail from json_each(:ids) w join audit_events a
  on a.id = (select max(b.id) from audit_events b where b.subject = 'user:' || w.value and b.action = 'user.archived')
  where exists (select 1 from users u where u.id = w.value and u.archived_at is not null)`;

const TAKE_UP = [
  `update enrolments set until_day = e.value ->> 'untilDay' from (${NOTED}) noted, json_each(noted.detail, '$.ended') e
    where enrolments.id = e.value ->> 'id' and enrolments.until_day = noted.detail ->> 'day'`,
  `insert or ignore into enrolments (section_id, student_id, from_day, until_day, sourced_id)
    select e.value ->> 'sectionId', noted.userId, e.value ->> 'fromDay', e.value ->> 'untilDay', e.value ->> 'sourcedId'
    from (${NOTED}) noted, json_each(noted.detail, '$.dropped') e
    where exists (select 1 from sections s where s.id = e.value ->> 'sectionId')`,
  `insert or ignore into section_staff (section_id, user_id, role)
    select e.value ->> 'sectionId', noted.userId, e.value ->> 'role' from (${NOTED}) noted, json_each(noted.detail, '$.staffed') e
    where exists (select 1 from sections s where s.id = e.value ->> 'sectionId')`,
];

/** Takes up what people gave up when they were archived, as far as nobody has changed it since. Comes before they are restored.
 *  @param ids JSON array */
export function comingBack(ids: string): InStatement[] {
  return TAKE_UP.map((sql) => ({ sql, args: { ids } }));
}
