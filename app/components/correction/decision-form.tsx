/** Deciding one correction: what the mark becomes, a note, yes or no. Its action is the page's; works before the page's script has loaded. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check, X } from 'lucide-react';
import { type ChangeEvent, useState } from 'react';
import { ReasonCodeField } from '#app/components/register/row/reason-code-field';
import { Button } from '#app/components/ui/button';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Correction } from '#domain/correction/correction';
import type { ReasonCode } from '#domain/correction/reason-code';
import type { Queueable } from '#domain/ids';
import { STATUSES, type Status } from '#domain/register/attendance';

/** Minted with the page. */
export type Minted = { form: Queueable };

/** What makes a decision sent twice the same one. */
export function MintedFields({ form }: Minted) {
  return (
    <>
      <input type="hidden" name="id" value={form.id} />
      <input type="hidden" name="at" value={form.at} />
    </>
  );
}

type ButtonsProps = { name: string; sent: FormData | undefined };

/** Yes and no. @param name whose request it is, for readers */
export function DecisionButtons({ name, sent }: ButtonsProps) {
  return (
    <div className="flex flex-wrap gap-2 max-sm:*:flex-1">
      <Button type="submit" name="decision" value="approve" icon={Check} isPending={sent?.get('decision') === 'approve'}>
        <Trans>
          Approve<span className="sr-only">: {name}</span>
        </Trans>
      </Button>
      <Button
        type="submit"
        name="decision"
        value="decline"
        formNoValidate
        icon={X}
        isPending={sent?.get('decision') === 'decline'}
      >
        <Trans>
          Decline<span className="sr-only">: {name}</span>
        </Trans>
      </Button>
    </div>
  );
}

export type DecisionFormProps = Minted & { correction: Correction; codes: readonly ReasonCode[] };

export function DecisionForm({ correction, codes, form }: DecisionFormProps) {
  const { i18n, t } = useLingui();
  const { id, wanted, reasonCode, studentName } = correction;
  const [status, setStatus] = useState<Status | null>(wanted);
  const sent = useNavigation().formData;
  const isOurs = sent?.get('correctionId') === String(id);
  const choose = ({ currentTarget }: ChangeEvent<HTMLSelectElement>) =>
    setStatus(STATUSES.find((one) => one === currentTarget.value) ?? null);
  return (
    <Form method="post" preventScrollReset className="grid gap-3">
      <MintedFields form={form} />
      <input type="hidden" name="intent" value="one" />
      <input type="hidden" name="correctionId" value={id} />
      <div className="grid gap-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <SelectField label={t`Approve as`} name="status" defaultValue={wanted ?? ''} onChange={choose} required>
          {wanted === null && (
            <option value="">
              <Trans>Choose one</Trans>
            </option>
          )}
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {i18n._(STATUS_LOOKS[status].word)}
            </option>
          ))}
        </SelectField>
        <TextField label={t`Note to whoever asked`} name="note" maxLength={500} autoComplete="off" />
      </div>
      <ReasonCodeField
        key={status}
        codes={codes.filter((code) => code.status === status && !code.isArchived)}
        none={reasonCode && status === wanted ? t`As asked: ${reasonCode}` : undefined}
      />
      <DecisionButtons name={studentName} sent={isOurs ? sent : undefined} />
    </Form>
  );
}
