/** How a mark came to be, as a sentence to the student it is of or to staff. Pure. */
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { ROLES } from '#domain/person/user';
import type { Source } from '#domain/register/attendance';
import type { AttendanceLogEntry } from '#domain/register/attendance-view';

type Facts = Pick<AttendanceLogEntry, 'source' | 'to' | 'actorName' | 'actorRole'>;

/** "Daniel Osborne (teacher)", or "Muster" for what nobody did by hand. */
function authorText({ actorName, actorRole }: Facts): string {
  const role = ROLES.find((one) => one !== 'student' && one === actorRole);
  return role ? `${actorName} (${ROLE_WORDS[role].toLowerCase()})` : actorName;
}

/** Who reads: the student whose mark it is, or somebody else. */
export type MarkReader = 'student' | 'staff';

/** `by` is who did it. */
type Sentences = Record<Source, (by: string) => string>;

const TO_STUDENT: Sentences = {
  admin: (by) => `${by} marked you.`,
  teacher: (by) => `${by} marked you.`,
  badge: (by) => `${by} scanned your badge.`,
  qr: () => 'You scanned the code in class.',
  code: () => 'You typed the code in class.',
  offline: () => 'You scanned the code in class; your phone sent it later.',
  leave: (by) => `${by} recorded approved leave.`,
  auto: (by) => `${by} marked you when the register closed without a mark for you.`,
};

const TO_STAFF: Sentences = {
  admin: (by) => `${by} set the mark.`,
  teacher: (by) => `${by} set the mark.`,
  badge: (by) => `${by} scanned the badge.`,
  qr: () => 'Scanned the code in class.',
  code: () => 'Typed the code in class.',
  offline: () => 'Scanned the code in class; the phone sent it later.',
  leave: (by) => `${by} recorded approved leave.`,
  auto: (by) => `${by} set the mark when the register closed without one.`,
};

/** Who or what set the mark, and how. Never throws. */
export function sourceText(entry: Facts, reader: MarkReader = 'student'): string {
  const by = authorText(entry);
  if (entry.to === null) return `${by} took the mark back.`;
  const sentences = reader === 'student' ? TO_STUDENT : TO_STAFF;
  return sentences[entry.source](by);
}
