/** Writing an announcement. Works before the page's script has loaded. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { CalendarOff, Send } from 'lucide-react';
import { AttachmentField } from '#app/components/correction/attachment-field';
import { type Minted, MintedFields } from '#app/components/correction/decision-form';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { FieldErrors, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';
import { AudienceFields, type DepartmentOption } from './announcement-audience';
import { AnnouncementFields } from './announcement-fields';
import type { SectionOption } from './section-choice';

type Typed = Record<'title' | 'body' | 'isPinned' | 'audience' | 'who' | 'expiresAt' | 'fromDay' | 'fromTime' | 'file', string> &
  Record<'sectionIds' | 'departmentIds', string[]>;

export type NewAnnouncementProps = Minted & {
  reader: Role;
  departments: readonly DepartmentOption[];
  sections: readonly SectionOption[];
  /** Id of a class that is ticked at first. */
  chosen: string | null;
  /** The only one it is for; null where that is chosen here. */
  person: { id: number; name: string } | null;
  today: string;
  lastResult: SubmissionResult<string[]> | undefined;
};

type ToPersonProps = { person: { id: number; name: string }; errors: string[] | undefined };

/** To one person, who was chosen elsewhere. */
function ToPerson({ person: { id, name }, errors }: ToPersonProps) {
  return (
    <div>
      <input type="hidden" name="audience" value="people" />
      <input type="hidden" name="userIds" value={id} />
      <Trans>
        To <span className="font-medium">{name}</span>
      </Trans>
      <FieldErrors errors={errors} />
    </div>
  );
}

function AnnouncementForm({ chosen, person, today, lastResult, form: minted, ...choice }: NewAnnouncementProps) {
  const { t } = useLingui();
  const initial = choice.reader === 'admin' && chosen === null ? 'everybody' : 'sections';
  const [form, fields] = useForm<Typed>({
    id: 'announcement',
    lastResult,
    defaultValue: { audience: initial, sectionIds: chosen === null ? [] : [chosen] },
  });
  const { audience, fromDay, fromTime, file } = fields;
  const isScheduled = [fromDay, fromTime].some(({ initialValue, errors }) => initialValue || errors);
  return (
    <Form
      method="post"
      encType="multipart/form-data"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid max-w-2xl gap-5"
    >
      <FormErrors errors={form.errors} />
      <MintedFields form={minted} />
      {person ? (
        <ToPerson person={person} errors={audience.errors} />
      ) : (
        <AudienceFields {...choice} fields={fields} initial={initial} />
      )}
      <AnnouncementFields fields={fields} today={today} />
      <AttachmentField
        id={file.id}
        errors={file.errors}
        hint={t`At most 5 MB. Only those who get the announcement can see it.`}
      />
      <Disclosure summary={t`Publish it later`} isOpen={isScheduled}>
        <div className="grid items-start gap-4 xs:grid-cols-2">
          <TextField {...fieldProps(fromDay)} label={t`Day`} type="date" min={today} />
          <TextField {...fieldProps(fromTime)} label={t`Time`} type="time" />
        </div>
      </Disclosure>
      <div>
        <Button type="submit" variant="primary" icon={Send} isPending={useNavigation().state === 'submitting'}>
          <Trans>Publish</Trans>
        </Button>
      </div>
    </Form>
  );
}

/** The page of a new announcement, of administrators and of staff. */
export function NewAnnouncementPage(props: NewAnnouncementProps) {
  const { t } = useLingui();
  const { reader, sections } = props;
  return (
    <>
      <PageHeader title={t`New announcement`} back={{ to: paths.announcements(reader), label: t`Announcements` }} />
      {reader === 'admin' || sections.length > 0 ? (
        <AnnouncementForm {...props} />
      ) : (
        <Card>
          <EmptyState icon={CalendarOff} title={t`No classes to write to`}>
            <Trans>You are not staff of any class yet. An administrator can add you.</Trans>
          </EmptyState>
        </Card>
      )}
    </>
  );
}
