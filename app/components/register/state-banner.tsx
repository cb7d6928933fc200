/** What can be said and done about a class session that is not open. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CloudUpload, DoorOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import type { ClassSessionView } from '#domain/register/register';
import { TimeLeft } from './code/time-left';
import type { Phase } from './model/phase';
import { useRegister } from './model/register-context';
import { useClassSession, useUnsent } from './model/register-store';
import type { ClassSessionActions, OpenRefusal } from './model/use-class-session-actions';
import { ReopenButton } from './reopen-button';

function Panel({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className="rounded-xl border border-line bg-surface-raised p-4 shadow-raised sm:p-5">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1 text-ink-muted">{children}</p>
      {action && <div className="mt-5 grid gap-3">{action}</div>}
    </section>
  );
}

/** Not for whoever only covers it. */
function ChangeLink({ classSession: { id, mayChange } }: { classSession: ClassSessionView }) {
  if (!mayChange) return null;
  return (
    <TextLink to={paths.changeClassSession(id)}>
      <Trans>Move or cancel this class</Trans>
    </TextLink>
  );
}

function TooEarly({ classSession }: { classSession: ClassSessionView }) {
  const { t } = useLingui();
  const { clock } = useRegister();
  const { startsAt, serverNow } = classSession;
  const opensAt = startsAt - OPEN_EARLY_MS;
  return (
    <Panel title={t`Not open yet`}>
      <Trans>
        You can open this register from <Time at={opensAt} style="moment" className="figures font-medium text-ink" />, half an
        hour before the class: in
      </Trans>{' '}
      <TimeLeft clock={clock} until={opensAt} firstNow={serverNow} className="figures font-medium text-ink" />.{' '}
      <ChangeLink classSession={classSession} />
    </Panel>
  );
}

/** At the button that was pressed, with the way to what stands in its way. */
function NotOpened({ refusal: { text, beside } }: { refusal: OpenRefusal }) {
  return (
    <Notice tone="danger" isLive>
      {text}{' '}
      {beside && (
        <TextLink to={paths.register(beside.classSessionId)}>
          <Trans>
            Go to the register of <Time at={beside.startsAt} style="moment" className="figures" />
          </Trans>
        </TextLink>
      )}
    </Notice>
  );
}

function Openable({ actions, classSession }: { actions: ClassSessionActions; classSession: ClassSessionView }) {
  const { t } = useLingui();
  return (
    <Panel
      title={t`Ready to open`}
      action={
        <>
          <Button
            variant="primary"
            size="lg"
            icon={DoorOpen}
            isPending={actions.pending === 'open'}
            onClick={() => void actions.open()}
          >
            <Trans>Open register</Trans>
          </Button>
          {actions.refusal && <NotOpened refusal={actions.refusal} />}
        </>
      }
    >
      <Trans>Opening shows the code that students check in with. You can also mark by hand.</Trans>{' '}
      <ChangeLink classSession={classSession} />
    </Panel>
  );
}

function closedText(i18n: I18n, { marking }: ClassSessionView): string {
  if (marking === 'locked')
    return i18n._(msg`It is locked: only an administrator can change its marks now. Choose a student to ask for a correction.`);
  return i18n._(msg`Changing a mark takes a reason, which is kept.`);
}

function Closed({ classSession }: { classSession: ClassSessionView }) {
  const { i18n, t } = useLingui();
  const { closedAt, canReopen } = classSession;
  return (
    <Panel title={t`Register closed`} action={canReopen && <ReopenButton label={t`Reopen register`} />}>
      {closedAt !== null && (
        <Trans>
          Closed on <Time at={closedAt} style="moment" className="figures" />.{' '}
        </Trans>
      )}
      {closedText(i18n, classSession)}{' '}
      <TextLink to={paths.amendments(classSession.id)}>
        <Trans>Amendments</Trans>
      </TextLink>
      {' · '}
      <TextLink to={paths.register(classSession.id, { asAt: '' })}>
        <Trans>As it stood earlier</Trans>
      </TextLink>
    </Panel>
  );
}

/** Closed here, with no network. */
function ClosedHere({ closedAt }: { closedAt: number }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Closed on this device`}>
      <span className="flex items-start gap-2">
        <CloudUpload className="mt-1 size-4 shrink-0 text-waiting" aria-hidden="true" />
        <span>
          <Trans>
            Closed at <Time at={closedAt} className="figures" />, not yet confirmed. It is sent when the network is back;
            check-ins that were made in time still count then.
          </Trans>
        </span>
      </span>
    </Panel>
  );
}

function NotTaken({ classSession }: { classSession: ClassSessionView }) {
  const { t } = useLingui();
  const { canReopen } = classSession;
  const action = canReopen && <ReopenButton label={t`Take it now`} isPrimary defaultReason={t`Taken after class.`} />;
  return (
    <Panel title={t`This register was not taken`} action={action}>
      <Trans>Nobody opened or marked it, so nobody was marked absent and it does not count.</Trans>
      {!canReopen && ` ${t`It is now locked.`}`}
    </Panel>
  );
}

/** Open while the class is over: reopened, to be marked by hand. */
function OpenAgain() {
  const { t } = useLingui();
  return (
    <Panel title={t`Register open`}>
      <Trans>The class is over, so no code is shown. Mark by hand, then close the register.</Trans>
    </Panel>
  );
}

/** The banner of a phase, in the place where the code stands during class. */
export function StateBanner({ phase, actions }: { phase: Phase; actions: ClassSessionActions }) {
  const { t } = useLingui();
  const { store } = useRegister();
  const classSession = useClassSession(store);
  const { closedAt } = useUnsent(store);
  if (closedAt !== null) return <ClosedHere closedAt={closedAt} />;
  switch (phase) {
    case 'too-early':
      return <TooEarly classSession={classSession} />;
    case 'openable':
      return <Openable actions={actions} classSession={classSession} />;
    case 'closed':
      return <Closed classSession={classSession} />;
    case 'not-taken':
      return <NotTaken classSession={classSession} />;
    case 'cancelled':
      return (
        <Notice tone="warning" title={t`This class was cancelled`}>
          <Trans>Its register cannot be opened.</Trans>{' '}
          {classSession.mayChange && (
            <TextLink to={paths.changeClassSession(classSession.id)}>
              <Trans>Restore it</Trans>
            </TextLink>
          )}
        </Notice>
      );
    case 'check-in':
    case 'marking':
      return <OpenAgain />;
  }
}
