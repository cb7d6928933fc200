/** The four marks of one student as native radios, which draw their own faces: letters on a phone, words where there is room. The group's
 *  name is the row's matter. */
import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { cx } from '#app/components/ui/cx';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { STATUSES, type Status } from '#domain/register/attendance';

export type MarkRadiosProps = {
  studentId: number;
  status: Status | null;
  isDisabled: boolean;
  onMark: (studentId: number, status: Status) => void;
};

/** Looks of the radios. A register has thousands, so the list around them says it once, and each is a single element. The chosen one is no
 *  bolder: a bolder word is wider, and would move the others. */
export const MARK_LOOKS = cx(
  '[&_input]:block [&_input]:size-11 [&_input]:cursor-pointer [&_input]:appearance-none [&_input]:text-center [&_input]:text-sm/11',
  '[&_input]:rounded-none [&_input]:border-0 [&_input]:bg-transparent [&_input:not(:first-child)]:border-s [&_input]:border-line',
  '[&_input:first-child]:rounded-s-[calc(var(--radius-md)-1px)] [&_input:last-child]:rounded-e-[calc(var(--radius-md)-1px)]',
  '[&_input]:before:bg-transparent! [&_input]:before:[clip-path:none]!',
  '[&_input]:before:content-[attr(data-letter)]! sm:[&_input]:before:content-[attr(aria-label)]!',
  'sm:[&_input]:w-auto sm:[&_input]:min-w-11 sm:[&_input]:px-2.5',
  '[&_input]:font-medium [&_input:not(:checked)]:text-ink-muted [&_input:not(:checked):disabled]:opacity-50',
  '[&_input:not(:checked):enabled:hover]:bg-surface-sunken [&_input:not(:checked):enabled:hover]:text-ink',
  '[&_input:checked]:text-status-ink',
  '[&_input[value=present]:checked]:bg-present [&_input[value=late]:checked]:bg-late',
  '[&_input[value=absent]:checked]:bg-absent [&_input[value=excused]:checked]:bg-excused',
  '[&_input:focus-visible]:outline-2 [&_input:focus-visible]:-outline-offset-4 [&_input:focus-visible]:outline-current',
  'forced-colors:[&_input:checked]:forced-color-adjust-none forced-colors:[&_input:checked]:bg-[SelectedItem]!',
  'forced-colors:[&_input:checked]:text-[SelectedItemText]!',
);

/** They take the click, the focus and the arrow keys themselves. */
export const MarkRadios = memo(function MarkRadios({ studentId, status, isDisabled, onMark }: MarkRadiosProps) {
  const { i18n } = useLingui();
  return (
    <div className="flex rounded-md border border-edge bg-surface-raised">
      {STATUSES.map((one) => (
        <input
          key={one}
          type="radio"
          name={`mark-${studentId}`}
          value={one}
          aria-label={i18n._(STATUS_LOOKS[one].word)}
          data-letter={STATUS_LOOKS[one].letter}
          checked={one === status}
          disabled={isDisabled}
          onChange={() => onMark(studentId, one)}
        />
      ))}
    </div>
  );
});
