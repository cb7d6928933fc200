/** The register's keys: which key means what. Pure; `use-shortcuts.ts` listens. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Status } from '#domain/register/attendance';

export type Shortcut =
  | { does: 'mark'; status: Status }
  | { does: 'unmark' }
  | { does: 'move'; by: 1 | -1 }
  | { does: 'filter' }
  | { does: 'help' };

/** Keys with what the help says of them, in its order. */
export const SHORTCUTS: readonly { key: string; text: MessageDescriptor; shortcut: Shortcut }[] = [
  { key: 'j', text: msg`Next student`, shortcut: { does: 'move', by: 1 } },
  { key: 'k', text: msg`Previous student`, shortcut: { does: 'move', by: -1 } },
  { key: 'p', text: msg`Mark present`, shortcut: { does: 'mark', status: 'present' } },
  { key: 'l', text: msg`Mark late`, shortcut: { does: 'mark', status: 'late' } },
  { key: 'a', text: msg`Mark absent`, shortcut: { does: 'mark', status: 'absent' } },
  { key: 'e', text: msg`Mark excused`, shortcut: { does: 'mark', status: 'excused' } },
  { key: 'u', text: msg`Clear mark`, shortcut: { does: 'unmark' } },
  { key: '/', text: msg`Filter by name`, shortcut: { does: 'filter' } },
  { key: '?', text: msg`These shortcuts`, shortcut: { does: 'help' } },
];

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key press means; null for any other key, and with Ctrl, Alt or Cmd held. Never throws. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey }: KeyPress): Shortcut | null {
  if (ctrlKey || metaKey || altKey) return null;
  return SHORTCUTS.find((one) => one.key === key.toLowerCase())?.shortcut ?? null;
}
