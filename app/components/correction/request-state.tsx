/** Where a request stands, as a chip: word, icon and colour together. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Check, Footprints, Hourglass, type LucideIcon, Undo2, X } from 'lucide-react';
import { cx } from '#app/components/ui/cx';
import type { LeaveState } from '#domain/correction/leave';

/** `attended`: approved leave, and the student came all the same. */
export type RequestLook = LeaveState | 'attended';

type Look = { word: MessageDescriptor; icon: LucideIcon; look: string };

const LOOKS: Record<RequestLook, Look> = {
  open: { word: msg`Waiting`, icon: Hourglass, look: 'bg-waiting-soft text-waiting' },
  approved: { word: msg`Approved`, icon: Check, look: 'bg-present-soft text-present' },
  declined: { word: msg`Declined`, icon: X, look: 'bg-absent-soft text-absent' },
  withdrawn: { word: msg`Withdrawn`, icon: Undo2, look: 'bg-unmarked-soft text-unmarked' },
  attended: { word: msg`Attended`, icon: Footprints, look: 'bg-excused-soft text-excused' },
};

export function RequestState({ state }: { state: RequestLook }) {
  const { i18n } = useLingui();
  const { word, icon: Icon, look } = LOOKS[state];
  return (
    <span
      className={cx(
        'inline-flex h-7 shrink-0 items-center gap-1 rounded-sm px-2 text-sm font-semibold forced-colors:border',
        look,
      )}
    >
      <Icon className="size-3.5" aria-hidden="true" />
      {i18n._(word)}
    </span>
  );
}
