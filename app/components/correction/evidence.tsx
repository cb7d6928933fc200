/** What speaks for and against a correction, beside it: the student's check-ins, how the mark came to be, and where else they were. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { reasonText, sourceText } from '#app/components/calendar/source-words';
import { StatusChip } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { ClaimEvidence, Correction, MarkElsewhere } from '#domain/correction/correction';
import type { MarkChange } from '#domain/register/attendance-view';
import { claimText, latenessText } from './correction-words';

function Part({ title, none, children }: { title: string; none: string; children: readonly ReactNode[] }) {
  return (
    <div>
      <h4 className="text-sm font-semibold">{title}</h4>
      {children.length === 0 ? (
        <p className="text-sm text-ink-muted">{none}</p>
      ) : (
        <ul className="mt-1 grid gap-2 text-sm">{children}</ul>
      )}
    </div>
  );
}

/** A check-in: when it came, how, and what was found of it. */
export function Claim({ claim, startsAt }: { claim: ClaimEvidence; startsAt: number }) {
  const { i18n } = useLingui();
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span>
          <Time at={claim.receivedAt} style="moment" className="figures" />, {latenessText(i18n, claim.receivedAt, startsAt)}
        </span>
        {claim.status && <StatusChip status={claim.status} size="compact" />}
      </p>
      <p className="text-ink-muted">
        {claimText(i18n, claim)}{' '}
        {claim.source === 'offline' && (
          <Trans>
            By the phone’s clock: <Time at={claim.deviceAt} style="moment" className="figures" />.
          </Trans>
        )}
      </p>
    </li>
  );
}

function Event({ event }: { event: MarkChange }) {
  const { i18n, t } = useLingui();
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Time at={event.at} style="moment" className="figures" />
        <StatusChip status={event.to} size="compact" />
      </p>
      <p className="text-ink-muted">
        {sourceText(event, i18n, 'staff')} {event.reasonCode && `${event.reasonCode}.`}{' '}
        {event.reason && t`Reason: ${reasonText(i18n, event.reason)}`}
      </p>
    </li>
  );
}

function Elsewhere({ mark }: { mark: MarkElsewhere }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <TextLink to={paths.register(mark.classSessionId)} className="touch inline-flex items-center">
        {`${mark.courseTitle} ${mark.sectionCode}`}
      </TextLink>
      <Time at={mark.startsAt} className="figures" />
      <StatusChip status={mark.status} size="compact" />
    </li>
  );
}

/** The three parts, each of which also says that there is nothing. */
export function Evidence({ claims, events, elsewhere, startsAt }: Correction) {
  const { t } = useLingui();
  return (
    <div className="grid content-start gap-4 rounded-lg bg-surface-sunken p-3 sm:p-4">
      <Part title={t`Check-ins`} none={t`The student did not check in to this class.`}>
        {claims.map((claim) => (
          <Claim key={claim.claimId} claim={claim} startsAt={startsAt} />
        ))}
      </Part>
      <Part title={t`How the mark came to be`} none={t`There is no mark.`}>
        {events.map((event) => (
          <Event key={`${event.at} ${event.to}`} event={event} />
        ))}
      </Part>
      <Part title={t`Elsewhere at that time`} none={t`No mark in another class.`}>
        {elsewhere.map((mark) => (
          <Elsewhere key={mark.classSessionId} mark={mark} />
        ))}
      </Part>
    </div>
  );
}
