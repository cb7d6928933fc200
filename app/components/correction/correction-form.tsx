/** The page that says a mark is wrong: what the register says, what was asked before, and the form. Of students and of staff alike. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Send } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { TextAreaField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { PageHeader } from '#app/components/ui/page-header';
import { STATUS_LOOKS, StatusChip } from '#app/components/ui/status-chip';
import { useFormat } from '#app/words/use-format';
import type { MarkInQuestion } from '#domain/correction/correction';
import type { Queueable } from '#domain/ids';
import { STATUSES } from '#domain/register/attendance';
import { AttachmentField } from './attachment-field';
import { MintedFields } from './decision-form';
import { OwnRequests } from './own-request';

type Answer = { result: SubmissionResult<string[]> | null; message: string | null } | undefined;

export type CorrectionPageProps = {
  mark: MarkInQuestion;
  /** Minted with the page: sent twice, it asks once. */
  form: Queueable;
  answer: Answer;
  /** Where the mark stands. */
  back: { to: string; label: string };
  /** Of a student who asks for themselves, the mark has no other name. */
  isOwn: boolean;
};

type Typed = { wanted: string; reason: string; file: string };

function AskForm({ mark, form: minted, answer, back }: CorrectionPageProps) {
  const { t } = useLingui();
  const [form, fields] = useForm<Typed>({ id: 'correction', lastResult: answer?.result });
  const options = STATUSES.filter((status) => status !== mark.status).map((value) => {
    const { word, icon } = STATUS_LOOKS[value];
    return { value, icon, label: t(word) };
  });
  return (
    <Form
      method="post"
      encType="multipart/form-data"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <FormErrors errors={form.errors} />
      <MintedFields form={minted} />
      <RadioCards legend={t`What should it say?`} name="wanted" options={options} errors={fields.wanted.errors ?? []} required />
      <TextAreaField
        {...fieldProps(fields.reason)}
        label={t`What happened?`}
        hint={t`Whoever decides reads it, and it is kept with the mark.`}
        maxLength={500}
        required
      />
      <AttachmentField
        id={fields.file.id}
        errors={fields.file.errors}
        hint={t`At most 5 MB. Only those who decide can see it.`}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" icon={Send} isPending={useNavigation().state === 'submitting'}>
          <Trans>Send request</Trans>
        </Button>
        <ButtonLink to={back.to} variant="quiet">
          <Trans>Cancel</Trans>
        </ButtonLink>
      </div>
    </Form>
  );
}

/** The form, or why there is none. */
function Asking(props: CorrectionPageProps) {
  const { t } = useLingui();
  const { isAskable, requests } = props.mark;
  const open = requests.filter(({ state }) => state === 'open');
  if (open.some(({ isOwn }) => isOwn))
    return (
      <Notice tone="info" title={t`A request is waiting`}>
        <Trans>Staff of the class decide. Whoever asked is told in their inbox.</Trans>
      </Notice>
    );
  if (!isAskable)
    return (
      <Notice tone="info" title={t`There is nothing to correct yet`}>
        <Trans>Only a register that was taken and is closed can be corrected this way.</Trans>
      </Notice>
    );
  return (
    <>
      {open.length > 0 && (
        <Notice tone="info" title={t`Somebody else’s request is waiting`}>
          <Trans>It was not made by you. You can ask for something else beside it.</Trans>
        </Notice>
      )}
      <Card title={t`Ask for a correction`}>
        <AskForm {...props} />
      </Card>
    </>
  );
}

/** One mark, and what is asked of it. */
export function CorrectionFormPage(props: CorrectionPageProps) {
  const { t } = useLingui();
  const { meeting } = useFormat();
  const { mark, answer, back, isOwn } = props;
  const { courseTitle, sectionCode, studentName, status, requests } = mark;
  const name = `${courseTitle} ${sectionCode}`;
  return (
    <>
      <PageHeader title={isOwn ? t`This is wrong` : t`Ask for a correction`} lead={`${name}, ${meeting(mark)}`} back={back} />
      <div className="grid max-w-xl gap-4 lg:gap-6">
        <OutcomeNotice message={answer?.message} />
        <p className="flex flex-wrap items-center gap-2">
          {isOwn ? <Trans>The register says:</Trans> : <Trans>The register says of {studentName}:</Trans>}
          <StatusChip status={status} />
        </p>
        <OwnRequests requests={requests} />
        <Asking {...props} />
      </div>
    </>
  );
}
