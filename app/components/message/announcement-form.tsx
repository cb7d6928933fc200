/** Writing an announcement. Works before the page's script has loaded. */
import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { CalendarOff, Send } from 'lucide-react';
import { useState } from 'react';
import { type Minted, MintedFields } from '#app/components/correction/decision-form';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { FieldErrors, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';
import { AnnouncementFields } from './announcement-fields';
import { SectionChoice, type SectionOption } from './section-choice';

type Typed = Record<'title' | 'body' | 'isPinned' | 'audience' | 'expiresAt' | 'fromDay' | 'fromTime', string> & {
  sectionIds: string[];
};

export type NewAnnouncementProps = Minted & {
  reader: Role;
  sections: readonly SectionOption[];
  /** Id of a class that is ticked at first. */
  chosen: string | null;
  /** The only one it is for; null where that is chosen here. */
  person: { id: number; name: string } | null;
  today: string;
  lastResult: SubmissionResult<string[]> | undefined;
};

type AudienceProps = {
  /** What was chosen before. */
  initial: string;
  errors: string[] | undefined;
  onChange: (audience: string) => void;
};

/** For administrators; staff write to classes only. */
function AudienceCards({ initial, errors, onChange }: AudienceProps) {
  const { t } = useLingui();
  return (
    <RadioCards
      legend={t`To`}
      name="audience"
      defaultValue={initial}
      onChange={onChange}
      errors={errors}
      options={[
        { value: 'everybody', label: t`The whole school`, hint: t`Everybody with an active account.` },
        { value: 'students', label: t`All students` },
        { value: 'staff', label: t`All staff` },
        { value: 'sections', label: t`Classes`, hint: t`The students of chosen classes.` },
      ]}
    />
  );
}

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

type ToProps = Pick<NewAnnouncementProps, 'reader' | 'sections'> & {
  audience: FieldMetadata<string>;
  sectionIds: FieldMetadata<string[]>;
  initial: string;
};

/** To the school or to classes, as the writer may. */
function ToMany({ reader, sections, audience, sectionIds, initial }: ToProps) {
  const [to, setTo] = useState(audience.initialValue ?? initial);
  const ticked = [sectionIds.initialValue ?? []].flat().filter((id): id is string => typeof id === 'string');
  const isAdmin = reader === 'admin';
  return (
    <>
      {isAdmin ? (
        <AudienceCards initial={to} errors={audience.errors} onChange={setTo} />
      ) : (
        <input type="hidden" name="audience" value="sections" />
      )}
      <div className={to === 'sections' ? undefined : 'hidden noscript:block'}>
        <SectionChoice name={sectionIds.name} sections={sections} chosen={ticked} />
        {!isAdmin && <FieldErrors errors={audience.errors} />}
      </div>
    </>
  );
}

function AnnouncementForm({ reader, sections, chosen, person, today, lastResult, form: minted }: NewAnnouncementProps) {
  const { t } = useLingui();
  const initial = reader === 'admin' && chosen === null ? 'everybody' : 'sections';
  const [form, fields] = useForm<Typed>({
    id: 'announcement',
    lastResult,
    defaultValue: { audience: initial, sectionIds: chosen === null ? [] : [chosen] },
  });
  const { audience, sectionIds, fromDay, fromTime } = fields;
  const isScheduled = [fromDay, fromTime].some(({ initialValue, errors }) => initialValue || errors);
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-2xl gap-5">
      <FormErrors errors={form.errors} />
      <MintedFields form={minted} />
      {person ? (
        <ToPerson person={person} errors={audience.errors} />
      ) : (
        <ToMany {...{ reader, sections, audience, sectionIds, initial }} />
      )}
      <AnnouncementFields fields={fields} today={today} />
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
