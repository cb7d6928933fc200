/** How a mark came to be, as a sentence to the student it is of. Pure. */
import type { Source } from '#domain/attendance';
import type { AttendanceLogEntry } from '#domain/register';

const ROLE_WORDS: Record<string, string> = { admin: 'administrator', teacher: 'teacher', assistant: 'assistant' };

type Facts = Pick<AttendanceLogEntry, 'source' | 'to' | 'actorName' | 'actorRole'>;

/** "Daniel Osborne (teacher)", or "Muster" for what nobody did by hand. */
function authorText({ actorName, actorRole }: Facts): string {
  const role = ROLE_WORDS[actorRole];
  return role ? `${actorName} (${role})` : actorName;
}

/** Sentences by source; `by` is who did it. */
const SENTENCES: Record<Source, (by: string) => string> = {
  admin: (by) => `${by} marked you.`,
  teacher: (by) => `${by} marked you.`,
  badge: (by) => `${by} scanned your badge.`,
  qr: () => 'You scanned the code in class.',
  code: () => 'You typed the code in class.',
  offline: () => 'You scanned the code in class; your phone sent it later.',
  leave: (by) => `${by} recorded approved leave.`,
  auto: (by) => `${by} marked you when the register closed without a mark for you.`,
};

/** Who or what set the mark, and how. Never throws. */
export function sourceText(entry: Facts): string {
  const by = authorText(entry);
  return entry.to === null ? `${by} took the mark back.` : SENTENCES[entry.source](by);
}
