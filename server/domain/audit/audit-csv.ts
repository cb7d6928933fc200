/** The audit log as lines for a spreadsheet: codes and ids as they are stored, instants in UTC, so that programs can read it too. */
import type { Cell } from '#domain/csv-text';
import { readAuditDetail } from './audit-detail';
import type { AuditRow } from './audit-log';

export const AUDIT_COLUMNS = [
  ...['at', 'actor_id', 'actor_name', 'actor_role', 'action'],
  ...['subject_kind', 'subject_id', 'subject_name', 'subject_start', 'person_id', 'person_name', 'changes', 'facts', 'entry'],
];

const isoOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** One entry as cells, in the order of `AUDIT_COLUMNS`. Changes are "status: present > late". */
export function auditCells({ id, at, actorId, actorName, actorRole, action, subject, person, facts }: AuditRow): Cell[] {
  const detail = readAuditDetail(action, facts);
  const changes = detail.changes.map(({ field, from, to, isHidden }) =>
    isHidden ? field : `${field}: ${textOf(from)} > ${textOf(to)}`,
  );
  return [
    ...[isoOf(at), actorId, actorName, actorRole, action],
    ...[subject.kind, subject.id, subject.name, isoOf(subject.startsAt), person?.id ?? null, person?.name ?? null],
    changes.join('; '),
    detail.facts.map(({ field, value }) => `${field}: ${textOf(value)}`).join('; '),
    id,
  ];
}
