/** One alert as staff see it: whom it is about, what was found in which class sessions, and what has become of it. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check } from 'lucide-react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextField } from '#app/components/ui/form/field';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { ALERT_NOTE_MAX, type AlertView } from '#domain/alert/alert';
import type { Role } from '#domain/person/user';
import { groundText, RULE_WORDS, scopeText, sessionText } from './alert-words';

type RowProps = { alert: AlertView; reader: Role };

function Who({ alert, reader }: RowProps) {
  const { studentId, studentName, studentNumber } = alert;
  return (
    <h3 className="font-semibold">
      {reader === 'admin' ? <TextLink to={paths.person(studentId)}>{studentName}</TextLink> : studentName}
      {studentNumber && <span className="ms-2 text-sm font-normal text-ink-muted">{studentNumber}</span>}
    </h3>
  );
}

function Named({ classSessions }: AlertView) {
  const { t } = useLingui();
  const format = useFormat();
  const { length } = classSessions;
  if (length === 0) return null;
  return (
    <Disclosure summary={t`${plural(length, { one: '# class session', other: '# class sessions' })}`} className="text-sm">
      <ul className="grid gap-1">
        {classSessions.map((named) => (
          <li key={named.classSessionId}>
            <TextLink to={paths.register(named.classSessionId)}>{sessionText(format, named)}</TextLink>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** What has become of it, in order. */
function Story({ raisedAt, escalatedAt, retractedAt, handledAt, handledBy, note }: AlertView) {
  return (
    <ul className="text-sm text-ink-muted">
      <li>
        <Trans>
          Student told, <Time at={raisedAt} style="moment" className="figures" />
        </Trans>
      </li>
      {escalatedAt !== null && (
        <li>
          <Trans>
            Administrators told, <Time at={escalatedAt} style="moment" className="figures" />
          </Trans>
        </li>
      )}
      {handledAt !== null && (
        <li>
          <Trans>
            Handled by {handledBy ?? 'Muster'}, <Time at={handledAt} style="moment" className="figures" />
          </Trans>
        </li>
      )}
      {note && <li className="whitespace-pre-line text-ink">{note}</li>}
      {retractedAt !== null && (
        <li>
          <Trans>
            Withdrawn, <Time at={retractedAt} style="moment" className="figures" />: marks it rested on have changed
          </Trans>
        </li>
      )}
    </ul>
  );
}

function HandleForm({ alert: { id, studentName }, errors }: { alert: AlertView; errors: string[] | undefined }) {
  const { t } = useLingui();
  const sent = useNavigation().formData;
  return (
    <Form method="post" preventScrollReset className="grid content-start gap-3">
      <input type="hidden" name="alertId" value={id} />
      <TextField
        label={t`What was done`}
        name="note"
        maxLength={ALERT_NOTE_MAX}
        autoComplete="off"
        required
        {...(errors ? { errors } : {})}
      />
      <div>
        <Button type="submit" icon={Check} isPending={sent?.get('alertId') === String(id)}>
          <Trans>
            Mark as handled<span className="sr-only">: {studentName}</span>
          </Trans>
        </Button>
      </div>
    </Form>
  );
}

/** An item of a list. @param errors of its form, when it was sent and refused */
export function AlertRow({ alert, reader, errors }: RowProps & { errors: string[] | undefined }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const { studentId, studentName, photoAt, rule, handledAt, retractedAt } = alert;
  const isOpen = handledAt === null && retractedAt === null;
  return (
    <li className="grid gap-4 px-4 py-4 sm:px-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
      <div className="flex items-start gap-3">
        <Avatar name={studentName} userId={studentId} photoAt={photoAt} className="max-xs:hidden" />
        <div className="grid min-w-0 flex-1 gap-2">
          <div>
            <Who alert={alert} reader={reader} />
            <p className="text-sm text-ink-muted">{`${i18n._(RULE_WORDS[rule.rule])}, ${scopeText(format, alert)}`}</p>
          </div>
          <p>{groundText(format, alert)}</p>
          <Named {...alert} />
          <Story {...alert} />
        </div>
      </div>
      {isOpen && <HandleForm alert={alert} errors={errors} />}
    </li>
  );
}
