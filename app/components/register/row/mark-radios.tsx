/** The four marks of one student as native radios: letters on a phone, words where there is room. The group's name is the row's matter. */
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

/** Looks of the faces. A register has thousands, so the list around them says it once. A face without a class is not chosen. */
export const MARK_FACES = cx(
  '[&_label]:relative [&_label]:grid [&_label]:size-11 [&_label]:place-items-center [&_label]:text-sm',
  'sm:[&_label]:w-auto sm:[&_label]:min-w-11 sm:[&_label]:px-2.5 [&_label[class]]:font-semibold',
  '[&_label:not([class])]:font-medium [&_label:not([class])]:text-ink-muted [&_label:not([class]):has(:disabled)]:opacity-50',
  '[&_label:not([class]):has(:enabled):hover]:bg-surface-sunken [&_label:not([class]):has(:enabled):hover]:text-ink',
  '[&_label:has(:focus-visible)]:outline-2 [&_label:has(:focus-visible)]:-outline-offset-4 [&_label:has(:focus-visible)]:outline-current',
  'forced-colors:[&_label[class]]:outline-2',
  '[&_label>input]:absolute [&_label>input]:inset-0 [&_label>input]:size-full [&_label>input]:opacity-0',
);

/** Radios that lie invisibly over their faces: they take the click, the focus and the arrow keys themselves. */
export const MarkRadios = memo(function MarkRadios({ studentId, status, isDisabled, onMark }: MarkRadiosProps) {
  const { i18n } = useLingui();
  return (
    <div className="flex divide-x divide-line overflow-hidden rounded-md border border-edge bg-surface-raised">
      {STATUSES.map((one) => {
        const { letter, word, solid } = STATUS_LOOKS[one];
        return (
          <label key={one} title={i18n._(word)} className={one === status ? solid : undefined}>
            <input
              type="radio"
              name={`mark-${studentId}`}
              value={one}
              checked={one === status}
              disabled={isDisabled}
              onChange={() => onMark(studentId, one)}
            />
            <b aria-hidden="true" className="sm:hidden">
              {letter}
            </b>
            <span className="sr-only sm:not-sr-only">{i18n._(word)}</span>
          </label>
        );
      })}
    </div>
  );
});
