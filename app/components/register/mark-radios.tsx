/** The four marks of one student as native radios: letters on a phone, words where there is room. The group's name is the row's matter. */
import { memo } from 'react';
import { STATUSES, type Status } from '#domain/attendance';
import { cx } from '../cx';
import { STATUS_LOOKS } from '../status-chip';

export type MarkRadiosProps = {
  studentId: number;
  status: Status | null;
  isDisabled: boolean;
  onMark: (studentId: number, status: Status) => void;
};

/** Radios that lie invisibly over their faces: they take the click, the focus and the arrow keys themselves. */
export const MarkRadios = memo(function MarkRadios({ studentId, status, isDisabled, onMark }: MarkRadiosProps) {
  return (
    <div className="flex shrink-0 divide-x divide-line overflow-hidden rounded-md border border-edge bg-surface-raised">
      {STATUSES.map((one) => {
        const { letter, word, solid } = STATUS_LOOKS[one];
        const isChosen = one === status;
        return (
          <label
            key={one}
            title={word}
            className={cx(
              'relative grid h-11 w-10 place-items-center text-sm has-focus-visible:z-10 has-focus-visible:outline-2 has-focus-visible:-outline-offset-4 has-focus-visible:outline-current sm:w-auto sm:min-w-11 sm:px-2.5',
              isChosen ? cx(solid, 'font-semibold forced-colors:outline-2') : 'font-medium text-ink-muted',
              !isChosen && !isDisabled && 'hover:bg-surface-sunken hover:text-ink',
              isDisabled && !isChosen && 'opacity-50',
            )}
          >
            <input
              type="radio"
              name={`mark-${studentId}`}
              value={one}
              checked={isChosen}
              disabled={isDisabled}
              onChange={() => onMark(studentId, one)}
              className="absolute inset-0 size-full cursor-[inherit] opacity-0"
            />
            <span aria-hidden="true" className="font-bold sm:hidden">
              {letter}
            </span>
            <span className="sr-only sm:not-sr-only">{word}</span>
          </label>
        );
      })}
    </div>
  );
});
