/** The register's keys: which key means what. Pure; `use-shortcuts.ts` listens. */
import type { Status } from '#domain/register/attendance';

export type Shortcut =
  | { does: 'mark'; status: Status }
  | { does: 'unmark' }
  | { does: 'move'; by: 1 | -1 }
  | { does: 'filter' }
  | { does: 'help' };

/** Keys with what the help says of them, in its order. */
export const SHORTCUTS: readonly { key: string; text: string; shortcut: Shortcut }[] = [
  { key: 'j', text: 'Next student', shortcut: { does: 'move', by: 1 } },
  { key: 'k', text: 'Previous student', shortcut: { does: 'move', by: -1 } },
  { key: 'p', text: 'Mark present', shortcut: { does: 'mark', status: 'present' } },
  { key: 'l', text: 'Mark late', shortcut: { does: 'mark', status: 'late' } },
  { key: 'a', text: 'Mark absent', shortcut: { does: 'mark', status: 'absent' } },
  { key: 'e', text: 'Mark excused', shortcut: { does: 'mark', status: 'excused' } },
  { key: 'u', text: 'Take the mark back', shortcut: { does: 'unmark' } },
  { key: '/', text: 'Filter by name', shortcut: { does: 'filter' } },
  { key: '?', text: 'These shortcuts', shortcut: { does: 'help' } },
];

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key press means; null for any other key, and with Ctrl, Alt or Cmd held. Never throws. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey }: KeyPress): Shortcut | null {
  if (ctrlKey || metaKey || altKey) return null;
  return SHORTCUTS.find((one) => one.key === key.toLowerCase())?.shortcut ?? null;
}
