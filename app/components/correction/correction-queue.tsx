/** The queue of corrections: one by one, or the ticked ones together. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { TextField } from '#app/components/ui/form/field';
import { type Ticks, useTicks } from '#app/components/ui/hooks/use-ticks';
import type { Correction } from '#domain/correction/correction';
import type { ReasonCode } from '#domain/correction/reason-code';
import { CorrectionRow } from './correction-row';
import { DecisionButtons, type Minted, MintedFields } from './decision-form';
import { type ListName, RequestList, type RequestListProps } from './request-nav';

/** The form that the boxes of all rows belong to. */
const BULK = 'decide-many';

function BulkForm({ form, ticks }: Minted & { ticks: Ticks }) {
  const { t } = useLingui();
  const sent = useNavigation().formData;
  const { length } = ticks.ticked;
  return (
    <Form
      id={BULK}
      method="post"
      preventScrollReset
      className="flex flex-wrap items-end gap-x-4 gap-y-3 border-b border-line px-4 py-3 sm:px-5"
    >
      <MintedFields form={form} />
      <input type="hidden" name="intent" value="many" />
      <label className="touch -ms-3 flex items-center gap-3 text-sm">
        <span className="grid w-11 place-items-center">
          <input type="checkbox" checked={ticks.isAll} onChange={ticks.toggleAll} className="size-5" />
        </span>
        {length > 0 ? t`${length} selected` : t`Select all`}
      </label>
      <TextField
        label={t`Note to all of them`}
        name="note"
        maxLength={500}
        autoComplete="off"
        className="min-w-0 flex-1 basis-48"
      />
      <DecisionButtons name={t`all that are selected`} sent={sent?.get('intent') === 'many' ? sent : undefined} />
    </Form>
  );
}

function Nothing({ list }: { list: ListName }) {
  const { t } = useLingui();
  return (
    <EmptyState icon={CircleCheck} title={list === 'open' ? t`Nothing waiting for a decision` : t`Nothing was decided yet`}>
      <Trans>Students and staff ask here when a mark of a closed register is wrong.</Trans>
    </EmptyState>
  );
}

type QueueProps = Minted & { rows: readonly Correction[]; codes: readonly ReasonCode[]; list: ListName };

function Queue({ rows, codes, form, list }: QueueProps) {
  const { t } = useLingui();
  const ticks = useTicks(rows.filter(({ mayDecide }) => mayDecide).map(({ id }) => id));
  const canTick = rows.filter(({ mayDecide }) => mayDecide).length > 1;
  const tickOf = ({ id, mayDecide }: Correction) =>
    canTick && mayDecide ? { formId: BULK, isTicked: ticks.isTicked(id), onToggle: () => ticks.toggle(id) } : null;
  if (rows.length === 0) return <Nothing list={list} />;
  return (
    <>
      {canTick && <BulkForm form={form} ticks={ticks} />}
      <ul aria-label={t`Corrections`} className="divide-y divide-line">
        {rows.map((correction) => (
          <CorrectionRow key={correction.id} correction={correction} codes={codes} form={form} tick={tickOf(correction)} />
        ))}
      </ul>
    </>
  );
}

/** The page, of administrators and of staff. */
export function CorrectionQueuePage({ rows, codes, form, ...page }: QueueProps & Omit<RequestListProps, 'title'>) {
  const { t } = useLingui();
  return (
    <RequestList title={t`Corrections`} {...page}>
      <Queue rows={rows} codes={codes} form={form} list={page.list} />
    </RequestList>
  );
}
