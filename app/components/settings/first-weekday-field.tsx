/** The day on which the school's weeks begin. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { weekdayWord } from '#app/components/timetable/words';
import { SelectField, type SelectFieldProps } from '#app/components/ui/form/field';
import { MONDAY, weekdaysFrom } from '#domain/time';

export type FirstWeekdayFieldProps = Omit<SelectFieldProps, 'label'> & {
  /** Where none is chosen, proposes the day with which weeks begin where this device is. */
  isProposed?: boolean;
};

/** Not in TypeScript's library: a getter in older engines, a method in newer ones, nothing in the oldest. */
type WeekLocale = Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };

function firstWeekdayHere(): number {
  const locale: WeekLocale = new Intl.Locale(navigator.language);
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? MONDAY;
}

export function FirstWeekdayField({ isProposed = false, ...field }: FirstWeekdayFieldProps) {
  const { i18n, t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  const isOpen = isProposed && field.defaultValue === undefined;
  useEffect(() => {
    const select = frame.current?.querySelector('select');
    if (isOpen && select) select.value = String(firstWeekdayHere());
  }, [isOpen]);
  return (
    <div ref={frame}>
      <SelectField {...field} label={t`First day of the week`} required>
        {weekdaysFrom(MONDAY).map((weekday) => (
          <option key={weekday} value={weekday}>
            {i18n._(weekdayWord(weekday))}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
