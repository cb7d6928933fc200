/** The questions about the school itself, as `settings-fields.tsx` has the others. */
import type { FieldMetadata } from '@conform-to/react';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { CheckboxField, SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { LanguageOptions, type OfferedLanguage, SchoolLocaleOptions } from '#app/components/ui/form/language-options';
import type { OfferedLocale } from '#domain/words/locales';
import { FirstWeekdayField } from './first-weekday-field';
import type { GroupProps } from './settings-fields';
import { ZoneField } from './zone-field';

/** What the school is read in by those who chose no language. Nothing to choose where there is one only. */
function LanguageField({ field, languages }: { field: FieldMetadata<string>; languages: readonly OfferedLanguage[] }) {
  const { t } = useLingui();
  if (languages.length === 1) return <input type="hidden" name={field.name} value={field.initialValue} />;
  return (
    <SelectField
      id={field.id}
      name={field.name}
      defaultValue={field.initialValue}
      errors={field.errors}
      label={t`Language`}
      hint={t`For people who have not chosen one, for emails to them, and for pages before sign-in.`}
      required
    >
      <LanguageOptions languages={languages} />
    </SelectField>
  );
}

type SchoolProps = GroupProps & {
  zones: readonly string[];
  languages: readonly OfferedLanguage[];
  locales: readonly OfferedLocale[];
  /** Class sessions that a change of zone shows at other times. */
  ahead: number;
};

/** The school's name, and how it is read. */
export function SchoolFields({ fields, zones, languages, locales, ahead }: SchoolProps) {
  const { t } = useLingui();
  const effect =
    ahead === 0
      ? t`No class sessions are scheduled, so changing the zone moves nothing.`
      : t`${plural(ahead, {
          one: '# class session is scheduled. In another zone it keeps its time of day, unless it was added or changed by hand: then it keeps its moment and shows another time.',
          other:
            '# class sessions are scheduled. In another zone they keep their time of day; those added or changed by hand keep their moment and show another time.',
        })}`;
  return (
    <Card title={t`School`}>
      <div className="grid gap-4">
        <TextField {...fieldProps(fields.name)} label={t`School name`} required className="max-w-md" />
        <ZoneField {...fieldProps(fields.zone)} zones={zones} hint={effect} className="[&_input]:max-w-md" />
        <CheckboxField
          id={fields.isZoneConfirmed.id}
          name={fields.isZoneConfirmed.name}
          defaultChecked={fields.isZoneConfirmed.initialValue === 'on'}
          label={t`Change it even though classes are scheduled`}
        />
        <FirstWeekdayField
          {...fieldProps(fields.firstWeekday)}
          hint={t`A and B weeks are counted from it: with another day, classes ahead may move to the other week.`}
          className="max-w-xs"
        />
        <CheckboxField
          id={fields.isWeekConfirmed.id}
          name={fields.isWeekConfirmed.name}
          defaultChecked={fields.isWeekConfirmed.initialValue === 'on'}
          label={t`Change it even though classes of A or B weeks are scheduled`}
        />
        <SelectField {...fieldProps(fields.locale)} label={t`Dates and times are written as in`} required className="max-w-md">
          <SchoolLocaleOptions locales={locales} />
        </SelectField>
        <SelectField {...fieldProps(fields.sortNames)} label={t`Registers and rolls sort by`} required className="max-w-xs">
          <option value="given">
            <Trans>First name</Trans>
          </option>
          <option value="family">
            <Trans>Family name</Trans>
          </option>
        </SelectField>
        <LanguageField field={fields.language} languages={languages} />
      </div>
    </Card>
  );
}
