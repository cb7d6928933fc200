/** The part of the school's settings about messages that leave the building. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { CheckboxField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FIELDS_IN_LINE } from '#app/components/ui/form/fields-in-line';
import { type GroupProps, NumberField } from './settings-fields';

/** When messages go out, how many, and where else to. */
export function MessageFields({ fields }: GroupProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Messages`}>
      <p className="mb-4 text-sm text-ink-muted">
        <Trans>
          Notifications and emails wait while it is quiet, except what is about a class of that day. The same time twice is no
          quiet hours.
        </Trans>
      </p>
      <div className={cx(FIELDS_IN_LINE, 'sm:grid-cols-2')}>
        <TextField {...fieldProps(fields.quietFrom)} label={t`Quiet from`} type="time" required />
        <TextField {...fieldProps(fields.quietUntil)} label={t`Quiet until`} type="time" required />
        <NumberField
          field={fields.messagesPerDay}
          label={t`Messages to one person`}
          unit={t`a day`}
          hint={t`By email and by notification each. Further ones come together the next morning.`}
          min={1}
          max={100}
        />
        <TextField
          {...fieldProps(fields.webhookUrl)}
          label={t`Webhook`}
          hint={t`An https address that gets every message as well.`}
          type="url"
        />
      </div>
      <CheckboxField
        className="mt-4"
        id={fields.guardiansGetAlerts.id}
        name={fields.guardiansGetAlerts.name}
        defaultChecked={fields.guardiansGetAlerts.initialValue === 'on'}
        label={t`Guardians get absence alerts by email`}
        hint={t`Guardians on the student’s page who have confirmed their address. The email links to that student’s days.`}
      />
    </Card>
  );
}
