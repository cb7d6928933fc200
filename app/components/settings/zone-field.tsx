/** The school's time zone, with the zones there are to choose from. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { TextField, type TextFieldProps } from '#app/components/ui/form/field';

export type ZoneFieldProps = Omit<TextFieldProps, 'label' | 'list'> & {
  zones: readonly string[];
  /** Fills an empty field with the zone of this device. */
  isProposed?: boolean;
};

/** The zone this device is in; empty where it does not know, which devices call UTC. */
function zoneHere(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return /^(Etc\/)?(UTC|GMT)$/.test(timeZone) ? '' : timeZone;
}

/** A text field, because nobody scrolls through four hundred zones. */
export function ZoneField({ zones, isProposed = false, ...field }: ZoneFieldProps) {
  const { t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = frame.current?.querySelector('input');
    if (isProposed && input?.value === '') input.value = zoneHere();
  }, [isProposed]);
  return (
    <div ref={frame}>
      <TextField {...field} label={t`Time zone`} list="zones" autoComplete="off" required />
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  );
}
