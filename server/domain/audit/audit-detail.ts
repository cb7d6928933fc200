/** Reading what an entry of the audit log tells, of whatever version wrote it: what changed, and what else there is. Pure. */

/** One field before and after. `isHidden`: that it changed is all that was kept. */
export type FieldChange = { field: string; from: unknown; to: unknown; isHidden: boolean };
export type Fact = { field: string; value: unknown };
export type AuditDetail = { changes: FieldChange[]; facts: Fact[] };

type Json = Record<string, unknown>;

/** Actions whose entry says before and after of one thing alone, and of which. */
const ONE_FIELD: Record<string, string> = {
  'user.role-changed': 'role',
  'check-in.extended': 'checkInClosesAt',
  'check-in.ended': 'checkInClosesAt',
  'head-count.set': 'headCount',
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isChange = (value: unknown): value is { from: unknown; to: unknown } => isObject(value) && 'from' in value && 'to' in value;
const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const shown = (field: string, from: unknown, to: unknown): FieldChange => ({
  field,
  from: from ?? null,
  to: to ?? null,
  isHidden: false,
});
const hidden = (field: string): FieldChange => ({ field, from: null, to: null, isHidden: true });

/** What differs between two things. */
function differences(from: Json, to: Json): FieldChange[] {
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return fields.filter((field) => !isSame(from[field], to[field])).map((field) => shown(field, from[field], to[field]));
}

function wholeChange(action: string, { from, to }: Json): FieldChange[] {
  if (isObject(from) && isObject(to)) return differences(from, to);
  return isSame(from, to) ? [] : [shown(ONE_FIELD[action] ?? 'value', from, to)];
}

/** Fields that each say before and after, or only that they changed. */
function fieldChanges(fields: Json): FieldChange[] {
  return Object.entries(fields).map(([field, value]) => (isChange(value) ? shown(field, value.from, value.to) : hidden(field)));
}

/** What an entry tells. Anything that can stand in a log is read; what cannot be made out is among the facts. Never throws. */
export function readAuditDetail(action: string, detail: unknown): AuditDetail {
  if (!isObject(detail)) return { changes: [], facts: [] };
  const { changes, hidden: hiddenFields, ...rest } = detail;
  const isWhole = isChange(rest);
  const { from: _, to: __, ...others } = rest;
  const told = Object.entries(isWhole ? others : rest);
  const loose = told.filter(([, value]) => isChange(value) || value === 'changed');
  return {
    changes: [
      ...(isWhole ? wholeChange(action, rest) : []),
      ...(isObject(changes) ? fieldChanges(changes) : []),
      ...fieldChanges(Object.fromEntries(loose)),
      ...(Array.isArray(hiddenFields) ? hiddenFields.map((field) => hidden(String(field))) : []),
    ],
    facts: told.filter((one) => !loose.includes(one)).map(([field, value]) => ({ field, value })),
  };
}
