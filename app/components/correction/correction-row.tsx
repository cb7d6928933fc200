/** One request for a correction as those who decide see it: who, which class, what is wanted and why, with the evidence in place. */
import { Trans, useLingui } from '@lingui/react/macro';
import { reasonText } from '#app/components/calendar/source-words';
import { Avatar } from '#app/components/ui/avatar';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { Correction } from '#domain/correction/correction';
import { AttachmentLink } from './attachment-link';
import { askerText } from './correction-words';
import { DecisionForm, type DecisionFormProps } from './decision-form';
import { Evidence } from './evidence';
import { MarkChange } from './mark-change';
import { RequestState } from './request-state';

/** The box that puts a request among those decided together; it belongs to the form of that name. */
export type Tick = { formId: string; isTicked: boolean; onToggle: () => void };

function TickBox({ correction: { id, studentName }, tick }: { correction: Correction; tick: Tick }) {
  return (
    <label className="touch -ms-3 -mt-1 grid shrink-0 place-items-center">
      <input
        type="checkbox"
        form={tick.formId}
        name="correctionIds"
        value={id}
        checked={tick.isTicked}
        onChange={tick.onToggle}
        className="size-5"
      />
      <span className="sr-only">
        <Trans>Select the request of {studentName}</Trans>
      </span>
    </label>
  );
}

function Who({ correction }: { correction: Correction }) {
  const { meeting } = useFormat();
  const { classSessionId, courseTitle, sectionCode, studentName, studentNumber } = correction;
  return (
    <div className="min-w-0 flex-1">
      <h3 className="font-semibold">
        {studentName}
        {studentNumber && <span className="ms-2 text-sm font-normal text-ink-muted">{studentNumber}</span>}
      </h3>
      <p className="text-sm text-ink-muted">
        <TextLink to={paths.register(classSessionId)}>{`${courseTitle} ${sectionCode}`}</TextLink>, {meeting(correction)}
      </p>
    </div>
  );
}

function Asked({ correction }: { correction: Correction }) {
  const { i18n } = useLingui();
  const { reason, reasonCode, requestedAt } = correction;
  return (
    <div>
      <p className="whitespace-pre-line">{reasonText(i18n, reason)}</p>
      <p className="text-sm text-ink-muted">
        {reasonCode && `${reasonCode} · `}
        <Trans>
          Asked by {askerText(i18n, correction)}, <Time at={requestedAt} style="moment" className="figures" />
        </Trans>
      </p>
      <AttachmentLink to={paths.attachment(correction.id)} attachment={correction.attachment} />
    </div>
  );
}

function Decided({ correction: { decidedBy, decidedAt, note } }: { correction: Correction }) {
  return (
    <div className="text-sm">
      {decidedAt !== null && (
        <p className="text-ink-muted">
          <Trans>
            Decided by {decidedBy ?? 'Muster'}, <Time at={decidedAt} style="moment" className="figures" />
          </Trans>
        </p>
      )}
      {note && <p className="whitespace-pre-line">{note}</p>}
    </div>
  );
}

export type CorrectionRowProps = DecisionFormProps & { tick: Tick | null };

/** An item of a list. Nobody is offered to decide what they have asked for. */
export function CorrectionRow({ correction, codes, form, tick }: CorrectionRowProps) {
  const { state, status, wanted, decidedStatus, studentId, studentName, photoAt, mayDecide, events } = correction;
  const before = state === 'approved' ? (events.at(-1)?.from ?? null) : status;
  return (
    <li className="grid gap-4 px-4 py-4 sm:px-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] xl:grid-rows-[auto_1fr]">
      <div className="grid content-start gap-3">
        <div className="flex items-start gap-3">
          {tick && <TickBox correction={correction} tick={tick} />}
          <Avatar name={studentName} userId={studentId} photoAt={photoAt} className="max-xs:hidden" />
          <Who correction={correction} />
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <MarkChange from={before} to={decidedStatus ?? wanted} />
          {state !== 'open' && <RequestState state={state} />}
        </div>
        <Asked correction={correction} />
        {state !== 'open' && <Decided correction={correction} />}
        {state === 'open' && !mayDecide && (
          <p className="text-sm text-ink-muted">
            <Trans>A teacher of the class or an administrator decides, and not whoever asked.</Trans>
          </p>
        )}
      </div>
      <div className="grid xl:col-start-2 xl:row-span-2 xl:row-start-1">
        <Evidence {...correction} />
      </div>
      {mayDecide && <DecisionForm correction={correction} codes={codes} form={form} />}
    </li>
  );
}
