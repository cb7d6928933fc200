/** The head of a register in one line: the way back, which class, how it is fed, and what can be done. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { ChevronLeft, Lock, Printer, SquareDashed } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { CoverButton } from '#app/components/cover/cover-button';
import { Button } from '#app/components/ui/button';
import { LiveBadge, OfflineBadge } from '#app/components/ui/feedback/live-badge';
import type { Connection } from '#app/components/ui/hooks/use-live';
import { TextLink } from '#app/components/ui/text-link';
import { Time, TimeRange } from '#app/components/ui/time/time';
import { ToolMenu } from '#app/components/ui/tool-menu';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { CloseDialog } from './close-dialog';
import { type Phase, ruleAt } from './model/phase';
import { useRegister } from './model/register-context';
import { useClassSession } from './model/register-store';
import type { ClassSessionActions } from './model/use-class-session-actions';

function CloseButton({ actions, isCutOff }: { actions: ClassSessionActions; isCutOff: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const confirm = async () => {
    if (await actions.close()) setOpen(false);
  };
  return (
    <>
      <Button size="sm" icon={Lock} onClick={() => setOpen(true)}>
        <Trans>Close register</Trans>
      </Button>
      <CloseDialog
        isOpen={isOpen}
        isPending={actions.pending === 'close'}
        isCutOff={isCutOff}
        onClose={() => setOpen(false)}
        onConfirm={() => void confirm()}
      />
    </>
  );
}

/** Which class, where and when; the day only when it is not today's. */
function Lead() {
  const { store, ownId } = useRegister();
  const { sectionId, courseCode, sectionCode, room, startsAt, endsAt, serverNow, cover, mayChange } = useClassSession(store);
  const { time } = useFormat();
  const name = `${courseCode} ${sectionCode}`;
  const isToday = time(startsAt, 'date') === time(serverNow, 'date');
  return (
    <>
      {mayChange ? <TextLink to={paths.classOverview(sectionId)}>{name}</TextLink> : name}
      {' · '}
      {!isToday && (
        <>
          <Time at={startsAt} style="day" />{' '}
        </>
      )}
      <TimeRange startsAt={startsAt} endsAt={endsAt} className="figures" />
      {room && ` · ${room}`}
      {cover && (
        <>
          {' · '}
          <span className="font-medium text-ink">
            {cover.userId === ownId ? <Trans>You cover it</Trans> : <Trans>Cover: {cover.name}</Trans>}
          </span>
        </>
      )}
    </>
  );
}

export type RegisterHeadProps = {
  back: { to: string; label: string };
  /** What else can be done while marks are free to set. */
  tools: ReactNode;
  phase: Phase;
  connection: Connection;
  isCutOff: boolean;
  actions: ClassSessionActions;
  onPrintBlank: () => void;
};

/** What can be done is there in every phase: at least the register can be printed. */
export function RegisterHead({ back, tools, phase, connection, isCutOff, actions, onPrintBlank }: RegisterHeadProps) {
  const { t } = useLingui();
  const { store } = useRegister();
  const classSession = useClassSession(store);
  const isOpen = phase === 'check-in' || phase === 'marking';
  const close = <CloseButton actions={actions} isCutOff={isCutOff} />;
  return (
    <header
      data-tells-reach={isOpen || undefined}
      className="mb-2 flex items-center gap-x-1 max-sm:-mt-3 sm:mb-3 sm:gap-x-3 xl:mb-6"
    >
      <Link
        to={back.to}
        title={back.label}
        className="touch -ms-3 grid shrink-0 place-items-center rounded-full text-ink-muted hover:text-ink print:hidden"
      >
        <ChevronLeft className="size-6 rtl:-scale-x-100" aria-hidden="true" />
        <span className="sr-only">{back.label}</span>
      </Link>
      <div className="min-w-0 flex-1">
        <h1 tabIndex={-1} className="truncate text-lg/6 font-semibold sm:text-2xl">
          {classSession.courseTitle}
        </h1>
        <p className="text-sm text-ink-muted sm:text-base">
          <Lead />
        </p>
      </div>
      {isOpen && (
        <>
          {isCutOff ? <OfflineBadge isTight /> : <LiveBadge connection={connection} isTight />}
          <div className="shrink-0 max-sm:hidden print:hidden">{close}</div>
        </>
      )}
      <ToolMenu label={t`More for this register`}>
        {ruleAt(classSession, phase) === 'free' && tools}
        {classSession.mayHandOver && !isCutOff && <CoverButton classSessionId={classSession.id} cover={classSession.cover} />}
        <Button size="sm" icon={Printer} onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
        {(phase === 'too-early' || phase === 'openable') && (
          <Button size="sm" icon={SquareDashed} onClick={onPrintBlank}>
            <Trans>Print blank</Trans>
          </Button>
        )}
        {isOpen && <div className="grid sm:hidden">{close}</div>}
      </ToolMenu>
    </header>
  );
}
