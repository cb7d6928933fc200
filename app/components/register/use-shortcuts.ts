/** Listens for the register's keys. They act on the row that has the focus, and never while something is typed or a dialog is open.
 *  Single keys can be turned off (WCAG 2.1.4). */
import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { Status } from '#domain/register/attendance';
import { type Shortcut, shortcutOf } from './shortcuts';

const STORED_AS = 'muster-shortcuts';

/** Whether this device wants shortcuts, and how to change that. On until told otherwise. */
export function useShortcutSetting(): [isOn: boolean, setOn: (isOn: boolean) => void] {
  const [isOn, setOn] = useState(true);
  useEffect(() => setOn(localStorage.getItem(STORED_AS) !== 'off'), []);
  const store = useCallback((next: boolean) => {
    localStorage.setItem(STORED_AS, next ? 'on' : 'off');
    setOn(next);
  }, []);
  return [isOn, store];
}

/** Whether a key typed at `target` is text, or belongs to a dialog. */
function isTaken(target: EventTarget | null): boolean {
  const isText =
    target instanceof HTMLElement &&
    target.matches('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])');
  return isText || document.querySelector('dialog[open]') !== null;
}

function rowOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[data-student]') ?? null;
}

/** Moves the focus to the mark of the next or previous row that is shown; without a focused row, to the first or last. */
function moveFocus(list: HTMLElement, by: 1 | -1): void {
  const rows = [...list.querySelectorAll<HTMLElement>('[role=listitem]:not([hidden]) > [data-student]')];
  const current = rowOf(document.activeElement);
  const index = current ? rows.indexOf(current) + by : by === 1 ? 0 : rows.length - 1;
  const row = rows[index];
  const radio = row?.querySelector<HTMLInputElement>('input:checked') ?? row?.querySelector<HTMLInputElement>('input');
  // One that is still a name is drawn whole when it has the focus, and passes it on.
  // One layout instead of two: rows off the screen are laid out only when something asks where they are.
  (radio ?? row)?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

type Options = {
  isOn: boolean;
  list: RefObject<HTMLElement>;
  onMark: (studentId: number, status: Status | null) => void;
  onFilter: () => void;
  onHelp: () => void;
};

/** Follows the keys while the component is there.
 *  @param options.onMark and the others may change between renderings */
export function useShortcuts({ isOn, list, onMark, onFilter, onHelp }: Options): void {
  useEffect(() => {
    if (!isOn) return;
    const markFocused = (status: Status | null) => {
      const row = rowOf(document.activeElement);
      if (!row) return;
      row.querySelector<HTMLInputElement>(`input[value=${status}]`)?.focus();
      onMark(Number(row.dataset.student), status);
    };
    const run = (shortcut: Shortcut) => {
      if (shortcut.does === 'move' && list.current) moveFocus(list.current, shortcut.by);
      if (shortcut.does === 'mark') markFocused(shortcut.status);
      if (shortcut.does === 'unmark') markFocused(null);
      if (shortcut.does === 'filter') onFilter();
      if (shortcut.does === 'help') onHelp();
    };
    const onKey = (event: KeyboardEvent) => {
      const shortcut = isTaken(event.target) ? null : shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      run(shortcut);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOn, list, onMark, onFilter, onHelp]);
}
