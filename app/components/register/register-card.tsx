/** The register: figures, head count, filter, and a row per student. Knows how marks are asked for; rows look after themselves. */

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Keyboard } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { IconButton } from '#app/components/ui/button';
import { TallyBar } from '#app/components/ui/feedback/progress';
import { Counts } from './counts';
import { HeadCount } from './head-count';
import { useFilter } from './model/filter';
import { type Phase, ruleAt } from './model/phase';
import { useRegister } from './model/register-context';
import { useClassSession, useCounts, useRegisterState } from './model/register-store';
import { type MarkRequests, useMarkRequests } from './model/use-mark-requests';
import { NobodyFits, RegisterTools } from './register-tools';
import { MarkDialogs } from './row/mark-dialogs';
import { Rows } from './row/rows';
import { ShortcutsDialog } from './shortcuts-dialog';
import { useShortcutSetting, useShortcuts } from './use-shortcuts';

/** Keys for the register, with what they need to find their way, and the help that names them. */
function useRegisterKeys(mark: MarkRequests['mark']) {
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [areOn, setOn] = useShortcutSetting();
  const focusFilter = useCallback(() => field.current?.querySelector('input')?.focus(), []);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  useShortcuts({ isOn: areOn, list, onMark: mark, onFilter: focusFilter, onHelp: openHelp });
  const help = <ShortcutsDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} areOn={areOn} onChange={setOn} />;
  return { list, field, openHelp, help };
}

function Title({ enrolled, onHelp }: { enrolled: number; onHelp: () => void }) {
  const { t } = useLingui();
  return (
    <div className="flex min-h-11 items-center gap-2">
      <h2 id="register-title" className="text-base font-semibold">
        <Trans>Register</Trans>
      </h2>
      <span className="figures flex-1 text-sm text-ink-muted">{t`${plural(enrolled, { one: '# student', other: '# students' })}`}</span>
      <span className="-me-2 hidden pointer-fine:block">
        <IconButton icon={Keyboard} label={t`Keyboard shortcuts`} size="sm" onClick={onHelp} />
      </span>
    </div>
  );
}

/** Everything of the register that is below its waiting check-ins. */
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
  const isCounted = phase === 'check-in' || phase === 'marking' || phase === 'closed';
  return (
    <section
      aria-labelledby="register-title"
      className="min-w-0 overflow-hidden rounded-xl border border-line bg-surface-raised shadow-raised"
    >
      <div className="grid gap-3 px-4 pt-2 pb-4 sm:px-5">
        <Title enrolled={counts.enrolled} onHelp={openHelp} />
        <TallyBar tally={counts.tally} enrolled={counts.enrolled} />
        {isCounted && <HeadCount />}
        <Counts counts={counts} filter={filter.status} onFilter={filter.setStatus} />
        <RegisterTools filter={filter} field={field} isFree={rule === 'free'} />
      </div>
      {filter.visible?.size === 0 && <NobodyFits filter={filter} />}
      <Rows
        ids={state.ids}
        visible={filter.visible}
        list={list}
        correctionOf={rule === 'locked' && classSession.isHeld ? classSession.id : null}
        isLocked={rule !== 'free' && rule !== 'with-reason'}
        onMark={requests.mark}
        onDetails={setNoteOf}
      />
      <MarkDialogs rule={rule} requests={requests} noteOf={noteOf} onCloseNote={() => setNoteOf(null)} />
      {help}
    </section>
  );
}
