/** The register: figures, head count, filter, and a row per student. Knows how marks are asked for; rows look after themselves. */

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Keyboard } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { IconButton } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { TallyBar } from '#app/components/ui/feedback/progress';
import { Counts } from './counts';
import { HeadCount } from './head-count';
import { useFilter } from './model/filter';
import { type Phase, ruleAt } from './model/phase';
import { useRegister } from './model/register-context';
import { useClassSession, useCounts, useRegisterState } from './model/register-store';
import { type MarkRequests, useMarkRequests } from './model/use-mark-requests';
import { NobodyFits, RegisterTools, type RegisterToolsProps } from './register-tools';
import { MarkDialogs } from './row/mark-dialogs';
import { Rows } from './row/rows';
import { ShortcutsDialog } from './shortcuts-dialog';
import { useShortcutSetting, useShortcuts } from './use-shortcuts';
import { WaitingClaims } from './waiting/waiting-claims';

/** Keys for the register, with what they need to find their way, and the help that names them. */
function useRegisterKeys(mark: MarkRequests['mark']) {
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [areOn, setOn] = useShortcutSetting();
  const focusFilter = useCallback(() => field.current?.querySelector('input')?.focus(), []);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  useShortcuts({ isOn: areOn, list, onMark: mark, onFilter: focusFilter, onHelp: openHelp });
  const help = <ShortcutsDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} areOn={areOn} onChange={setOn} />;
  return { list, field, openHelp, help };
}

/** What stands over the rows: how many there are, the filter by name, marking all who are left, and the keys. */
function Bar({ enrolled, filter, field, isFree, onHelp }: RegisterToolsProps & { enrolled: number; onHelp: () => void }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-1.5 sm:px-5">
      <h2 id="register-title" className="sr-only">
        <Trans>Register</Trans>
      </h2>
      <p className="sr-only">{t`${plural(enrolled, { one: '# student', other: '# students' })}`}</p>
      <RegisterTools filter={filter} field={field} isFree={isFree} />
      <span className="-me-2 hidden pointer-fine:block">
        <IconButton icon={Keyboard} label={t`Keyboard shortcuts`} size="sm" onClick={onHelp} />
      </span>
    </div>
  );
}

/** Stays on the screen while the rows pass below it: under the phone's bar, at the top of a desktop. */
const STUCK = 'sticky top-[calc(3.5rem+env(safe-area-inset-top))] z-10 border-b border-line bg-surface-raised lg:top-0';

/** The register itself: figures that stay in sight, and the rows. */
export function RegisterCard({ phase }: { phase: Phase }) {
  const { store } = useRegister();
  const classSession = useClassSession(store);
  const state = useRegisterState(store);
  const counts = useCounts(store);
  const filter = useFilter(state);
  const rule = ruleAt(classSession, phase);
  const requests = useMarkRequests(rule);
  const { list, field, openHelp, help } = useRegisterKeys(requests.mark);
  const [noteOf, setNoteOf] = useState<number | null>(null);
  const [isWaitingOpen, setWaitingOpen] = useState(false);
  const isCounted = phase === 'check-in' || phase === 'marking' || phase === 'closed';
  return (
    <section
      aria-labelledby="register-title"
      className={cx(
        'min-w-0 border-line bg-surface-raised shadow-raised max-sm:-mx-4 max-sm:border-y sm:rounded-xl sm:border',
        !isWaitingOpen && 'overflow-clip',
      )}
    >
      <div className={STUCK}>
        <TallyBar tally={counts.tally} enrolled={counts.enrolled} className="h-1! rounded-none!" />
        <WaitingClaims isExpected={phase === 'check-in' || phase === 'marking'} isOpen={isWaitingOpen} onOpen={setWaitingOpen}>
          <Counts counts={counts} filter={filter.status} onFilter={filter.setStatus} />
        </WaitingClaims>
      </div>
      <Bar enrolled={counts.enrolled} filter={filter} field={field} isFree={rule === 'free'} onHelp={openHelp} />
      {filter.visible?.size === 0 && <NobodyFits filter={filter} />}
      <Rows
        ids={state.ids}
        visible={filter.visible}
        list={list}
        isLocked={rule !== 'free' && rule !== 'with-reason'}
        onMark={requests.mark}
        onDetails={setNoteOf}
      />
      {isCounted && (
        <div className="border-t border-line px-3 py-3 sm:px-5">
          <HeadCount />
        </div>
      )}
      <MarkDialogs
        correctionOf={rule === 'locked' && classSession.isHeld ? classSession.id : null}
        rule={rule}
        requests={requests}
        noteOf={noteOf}
        onCloseNote={() => setNoteOf(null)}
      />
      {help}
    </section>
  );
}
