/** Whether somebody may use the school: icon and word. Somebody active is the rule and has none. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Archive, Hourglass, type LucideIcon, PauseCircle } from 'lucide-react';
import { cx } from '#app/components/ui/cx';
import type { UserState } from '#domain/person/user';

type Look = { word: MessageDescriptor; icon: LucideIcon; look: string };

const WAITING: Look = { word: msg`Waiting`, icon: Hourglass, look: 'bg-waiting-soft text-waiting' };
const SUSPENDED: Look = { word: msg`Suspended`, icon: PauseCircle, look: 'bg-late-soft text-late' };
const ARCHIVED: Look = { word: msg`Archived`, icon: Archive, look: 'bg-unmarked-soft text-unmarked' };

/** A chip; nothing for somebody active. */
export function PersonState({ state, archivedAt }: { state: UserState; archivedAt: number | null }) {
  const { i18n } = useLingui();
  if (archivedAt === null && state === 'active') return null;
  const { word, icon: Icon, look } = archivedAt !== null ? ARCHIVED : state === 'pending' ? WAITING : SUSPENDED;
  return (
    <span className={cx('inline-flex h-7 shrink-0 items-center gap-1 rounded-sm px-2 text-sm font-semibold', look)}>
      <Icon className="size-3.5" aria-hidden="true" />
      {i18n._(word)}
    </span>
  );
}
