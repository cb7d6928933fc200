/**
 * The statements that merge one account into another and take it back. By hand: keys and former values travel as JSON within the batch,
 * so that what is written down is what goes over. A mark is never rekeyed: the kept account gets one that says the same, and the other's
 * is taken back, so that the history stays as it was and the tallies follow. Claims stay where they were made.
 */
import { getTableName } from 'drizzle-orm';
import { toSnakeCase } from '#db/columns';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import { BY_ACTOR, setMark } from '#server/services/register/mark';
import { MERGE_MOVES } from './person-references';

const MOVES = MERGE_MOVES.map(({ column, key, only }) => ({
  ...{ table: getTableName(column.table), column: toSnakeCase(column.name), key: toSnakeCase(key.name), only },
}));

/** Columns of the row `alias` as JSON. */
const jsonOf = (alias: string, columns: string[]) =>
  `json_object(${columns.map((one) => `'${one}', ${alias}.${one}`).join(', ')})`;
const MARK = ['status', 'source', 'note', 'reason', 'reason_code_id', 'claim_id'];
const ENROLMENT = ['id', 'section_id', 'student_id', 'from_day', 'until_day', 'sourced_id'];
const CHOICE = ['kind_group', 'channel'];
const ACCOUNT = ['email', 'sourced_id', 'student_number', 'state', 'archived_at'];

const untilOf = (row: string) => `coalesce(${row}.until_day, '9999-12-31')`;

/** Enrolments of the accounts `f` and `i`, and what becomes of each. Those of a section that share days, also by way of a third, are one
 *  group: of those that `i` has, the first becomes as long as the group, and the others go. Groups that only one of them has stay as
 *  they are, and those of `f` go over. */
const ROLLS = `select r.*, min(r.from_day) over g first_day, nullif(max(${untilOf('r')}) over g, '9999-12-31') last_day,
    case when count(*) filter (where r.student_id = i.id) over g = 0 then 'moved'
      when count(*) filter (where r.student_id = f.id) over g = 0 then 'same'
      when r.id = min(iif(r.student_id = i.id, r.id, null)) over g then 'longer' else 'gone' end becomes
  from (select s.*, sum(s.from_day > coalesce(s.reached, '')) over (partition by s.section_id order by s.from_day, s.id) island
    from (select e.*, max(${untilOf('e')}) over (partition by e.section_id order by e.from_day, e.id
        rows between unbounded preceding and 1 preceding) reached
      from enrolments e where e.student_id in (f.id, i.id)) s) r
  window g as (partition by r.section_id, r.island)`;

/** Guardians `k` of the account `i` of whom the account `f` has the same address, as `g`. */
const SAME_GUARDIANS = `guardians g join guardians k on k.email = g.email and k.student_id = i.id where g.student_id = f.id`;

/** What goes over of the account `f` to the account `i`, by names. */
const MOVED: Record<string, string> = {
  f: jsonOf('f', ACCOUNT),
  i: jsonOf('i', ACCOUNT),
  marks: `(select json_group_array(json_object('id', m.class_session_id, 'mark', ${jsonOf('m', MARK)}, 'kept',
      json((select ${jsonOf('k', MARK)} from attendance k where k.student_id = i.id and k.class_session_id = m.class_session_id
        and k.status is not null)))) from attendance m where m.student_id = f.id and m.status is not null)`,
  enrolments: `(select json_group_array(json_object(${ENROLMENT.map((one) => `'${one}', e.${one}`).join(', ')},
      'becomes', e.becomes, 'first_day', e.first_day, 'last_day', e.last_day)) from (${ROLLS}) e)`,
  staff: `(select json_group_array(json_object('section_id', s.section_id, 'role', s.role, 'is_shared',
      exists (select 1 from section_staff k where k.user_id = i.id and k.section_id = s.section_id)))
    from section_staff s where s.user_id = f.id)`,
  choices: `(select json_group_array(${jsonOf('c', CHOICE)}) from channel_choices c where c.user_id = f.id and not c.is_on
    and not exists (select 1 from channel_choices k where k.user_id = i.id and (k.kind_group, k.channel) = (c.kind_group, c.channel)))`,
  photo: `(select json_group_array(p.updated_at) from user_photos p where p.user_id = f.id
      and not exists (select 1 from user_photos k where k.user_id = i.id))`,
  barred: `(select json_group_array(k.id) from ${SAME_GUARDIANS} and g.is_barred and not k.is_barred)`,
  left: `(select json_group_array(json_object('id', k.id, 'at', g.unsubscribed_at)) from ${SAME_GUARDIANS}
    and g.unsubscribed_at is not null and k.unsubscribed_at is null)`,
  ...Object.fromEntries(
    MOVES.map(({ table, column, key, only }) => [
      table,
      `(select json_group_array(${key}) from ${table} where ${column} = f.id and ${only})`,
    ]),
  ),
};

/** Class sessions for which the accounts `f` and `i` have another mark: those of `m` and `k`. */
export const HAS_TWO_MARKS = `m.student_id = f.id and m.status is not null and k.student_id = i.id
  and k.class_session_id = m.class_session_id and k.status is not null and m.status <> k.status`;

/** Notes the merge and all that goes over; nothing, where it cannot be made. */
const NOTE = `insert into person_merges (from_id, into_id, action_id, merged_at, merged_by_id, moved)
  select f.id, i.id, :actionId, :at, :actorId,
    json_object(${Object.entries(MOVED)
      .map(([name, value]) => `'${name}', json(${value})`)
      .join(', ')})
  from users f join users i on i.id = :intoId
  where f.id = :fromId and f.id <> i.id and f.role = i.role and f.role <> 'admin' and i.archived_at is null
    and not exists (select 1 from person_merges p where p.from_id = f.id and p.undone_at is null)
    and not exists (select 1 from claims c where c.student_id = f.id and c.verdict = 'waiting')
    and not exists (select 1 from attendance m join attendance k where ${HAS_TWO_MARKS}
      and m.class_session_id not in (select value from json_each(:decided)))`;

const IS_MERGED = 'exists (select 1 from person_merges where action_id = :actionId)';
const noted = (path: string) => `(select moved ->> '$.${path}' from person_merges where action_id = :actionId)`;
/** What was noted in a list, of the merge or of one that is taken back. */
const each = (path: string, id = ':actionId') =>
  `json_each((select moved -> '$.${path}' from person_merges where action_id = ${id})) j`;
const item = (path: string) => `j.value ->> '$.${path}'`;
/** Ids of the enrolments of which something became. */
const enrolmentsThat = (becomes: string, id?: string) =>
  `(select ${item('id')} from ${each('enrolments', id)} where ${item('becomes')} = '${becomes}')`;
const isNone = (email: string) => `${email} like '%${NO_ADDRESS_DOMAIN}'`;

const TAKE_MARKS = setMark({
  mark: {
    ...{ classSessionId: 'f.class_session_id', studentId: ':intoId', status: 'f.status', source: 'f.source', note: 'f.note' },
    ...{ reason: 'f.reason', reasonCodeId: 'f.reason_code_id', claimId: 'f.claim_id', changedAt: ':at', ...BY_ACTOR },
  },
  from: `from attendance f where f.student_id = :fromId and f.status is not null and ${IS_MERGED}
    and (f.class_session_id in (select value from json_each(:takes)) or not exists (select 1 from attendance k
      where k.student_id = :intoId and k.class_session_id = f.class_session_id and k.status is not null))`,
});

/** What was turned off stays so, where the kept account has chosen nothing. */
const TAKE_CHOICES = `insert into channel_choices (user_id, kind_group, channel, is_on)
  select :intoId, j.value ->> '$.kind_group', j.value ->> '$.channel', 0
  from json_each((select moved -> '$.choices' from person_merges where action_id = :actionId)) j`;

/** Who changes a mark. */
const BY = `action_id = :actionId, actor_id = :actorId, actor_name = :actorName, actor_role = :actorRole, changed_at = :at`;

/** In the order in which they run. */
export const MERGE: string[] = [
  NOTE,
  TAKE_MARKS,
  `update attendance set version = version + 1, status = null, source = 'admin', note = null, reason = null, reason_code_id = null,
      claim_id = null, ${BY} where student_id = :fromId and status is not null and ${IS_MERGED}`,
  `delete from enrolments where id in ${enrolmentsThat('gone')}`,
  `update enrolments set from_day = ${item('first_day')}, until_day = ${item('last_day')} from ${each('enrolments')}
    where enrolments.id = ${item('id')} and ${item('becomes')} = 'longer'`,
  `update enrolments set student_id = :intoId where id in ${enrolmentsThat('moved')}`,
  `update or ignore section_staff set user_id = :intoId where user_id = :fromId and ${IS_MERGED}`,
  `delete from section_staff where user_id = :fromId and ${IS_MERGED}`,
  `update or ignore user_photos set user_id = :intoId where user_id = :fromId and ${IS_MERGED}`,
  `update alerts set retracted_at = :at where student_id = :fromId and retracted_at is null and ${IS_MERGED}`,
  `update notifications set retracted_at = :at where user_id = :fromId and rule is not null and retracted_at is null and ${IS_MERGED}`,
  TAKE_CHOICES,
  `update guardians set is_barred = true where id in (select j.value from ${each('barred')})`,
  `delete from guardian_links where guardian_id in (select j.value from ${each('barred')})`,
  `update guardians set unsubscribed_at = ${item('at')} from ${each('left')} where guardians.id = ${item('id')}`,
  ...MOVES.map(
    ({ table, column, only }) =>
      `update or ignore ${table} set ${column} = :intoId where ${column} = :fromId and ${only} and ${IS_MERGED}`,
  ),
  `delete from one_time_codes where user_id = :fromId and ${IS_MERGED}`,
  `update users set state = 'suspended', archived_at = coalesce(archived_at, :at),
      sourced_id = iif(${noted('i.sourced_id')} is null, null, sourced_id),
      student_number = iif(${noted('i.student_number')} is null, null, student_number),
      email = iif(${isNone(noted('i.email'))}, 'former-' || id || '${NO_ADDRESS_DOMAIN}', email)
    where id = :fromId and ${IS_MERGED}`,
  `update users set sourced_id = coalesce(sourced_id, ${noted('f.sourced_id')}),
      student_number = coalesce(student_number, ${noted('f.student_number')}),
      email = iif(${isNone('email')}, ${noted('f.email')}, email)
    where id = :intoId and ${IS_MERGED}`,
];

const IS_UNDONE = 'exists (select 1 from person_merges where action_id = :mergeId and undone_at = :at)';
const former = (path: string) => `(select moved ->> '$.${path}' from person_merges where action_id = :mergeId)`;
const MERGED_AT = '(select merged_at from person_merges where action_id = :mergeId)';
const wasEach = (path: string) => each(path, ':mergeId');

/** A value that the kept account got from the other. */
const givenBack = (column: string) =>
  `${column} = iif(${former(`i.${column}`)} is null and ${column} is ${former(`f.${column}`)}, null, ${column})`;

/** Marks as they were before, where nobody has changed them since. */
const restoreMarks = (student: string, was: 'mark' | 'kept') => `update attendance as a set version = a.version + 1,
      source = coalesce(${item(`${was}.source`)}, 'admin'), ${['status', 'note', 'reason', 'reason_code_id', 'claim_id']
        .map((column) => `${column} = ${item(`${was}.${column}`)}`)
        .join(', ')}, ${BY}
    from ${wasEach('marks')} where a.student_id = ${student} and a.class_session_id = ${item('id')} and a.action_id = :mergeId and ${IS_UNDONE}`;

/** What the merge left the other account with. */
const leftWith = (column: string) => `iif(${former(`i.${column}`)} is null, null, ${former(`f.${column}`)})`;
const EMPTIED: Record<string, string> = {
  email: `iif(${isNone(former('i.email'))}, 'former-' || id || '${NO_ADDRESS_DOMAIN}', ${former('f.email')})`,
  sourced_id: leftWith('sourced_id'),
  student_number: leftWith('student_number'),
  state: `'suspended'`,
  archived_at: `coalesce(${former('f.archived_at')}, ${MERGED_AT})`,
};

/** Select of the sections that an account became staff of by a merge.
 *  @param mergeId its action's id as SQL */
export const staffedByMerge = (mergeId: string) =>
  `(select ${item('section_id')} from ${each('staff', mergeId)} where not ${item('is_shared')})`;

/** In the order in which they run, after the merge was marked as taken back. What has changed since stays. */
export const UNDO: string[] = [
  restoreMarks(':intoId', 'kept'),
  restoreMarks(':fromId', 'mark'),
  `update enrolments set student_id = :fromId where student_id = :intoId and id in ${enrolmentsThat('moved', ':mergeId')}
    and ${IS_UNDONE}`,
  `update enrolments set from_day = ${item('from_day')}, until_day = ${item('until_day')} from ${wasEach('enrolments')}
    where enrolments.id = ${item('id')} and ${item('becomes')} = 'longer' and enrolments.student_id = :intoId
      and enrolments.from_day = ${item('first_day')} and enrolments.until_day is ${item('last_day')} and ${IS_UNDONE}`,
  `insert or ignore into enrolments (${ENROLMENT.join(', ')}) select ${ENROLMENT.map(item).join(', ')} from ${wasEach('enrolments')}
    where ${item('becomes')} = 'gone' and ${IS_UNDONE} and not exists (select 1 from enrolments e
      where e.student_id = ${item('student_id')} and e.section_id = ${item('section_id')}
        and e.from_day <= coalesce(${item('until_day')}, '9999-12-31') and ${untilOf('e')} >= ${item('from_day')})`,
  `update or ignore section_staff set user_id = :fromId where user_id = :intoId and ${IS_UNDONE}
    and section_id in ${staffedByMerge(':mergeId')}`,
  `insert or ignore into section_staff (section_id, user_id, role) select ${item('section_id')}, :fromId, ${item('role')}
    from ${wasEach('staff')} where ${item('is_shared')} and ${IS_UNDONE}`,
  `update or ignore user_photos set user_id = :fromId where user_id = :intoId and updated_at in (select j.value from ${wasEach('photo')}) and ${IS_UNDONE}`,
  ...MOVES.map(
    ({ table, column, key, only }) => `update or ignore ${table} set ${column} = :fromId where ${column} = :intoId and ${only}
      and ${key} in (select j.value from ${wasEach(table)}) and ${IS_UNDONE}`,
  ),
  `update guardians set is_barred = false where student_id = :intoId and id in (select j.value from ${wasEach('barred')}) and ${IS_UNDONE}`,
  `update guardians set unsubscribed_at = null from ${wasEach('left')}
    where guardians.id = ${item('id')} and student_id = :intoId and unsubscribed_at = ${item('at')} and ${IS_UNDONE}`,
  `update or ignore alerts set retracted_at = null where student_id = :fromId and retracted_at = ${MERGED_AT} and ${IS_UNDONE}`,
  `update or ignore notifications set retracted_at = null
    where user_id = :fromId and rule is not null and retracted_at = ${MERGED_AT} and ${IS_UNDONE}`,
  `delete from channel_choices where user_id = :intoId and not is_on and ${IS_UNDONE}
    and (kind_group, channel) in (select ${item('kind_group')}, ${item('channel')} from ${wasEach('choices')})`,
  `update users set ${givenBack('sourced_id')}, ${givenBack('student_number')},
      email = iif(email = ${former('f.email')} and ${isNone(former('i.email'))}, ${former('i.email')}, email)
    where id = :intoId and ${IS_UNDONE}`,
  `update users set ${Object.entries(EMPTIED)
    .map(([column, left]) => `${column} = iif(${column} is ${left}, ${former(`f.${column}`)}, ${column})`)
    .join(', ')} where id = :fromId and ${IS_UNDONE}`,
];
