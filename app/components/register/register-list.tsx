/** The register: figures, filter, and a row per student. Knows how marks are asked for; rows look after themselves. */
import { CheckCheck, Keyboard, SearchX } from 'lucide-react';
import { memo, type RefObject, useCallback, useRef, useState } from 'react';
import { Button, IconButton } from '../button';
import { EmptyState } from '../empty-state';
import { TextField } from '../field';
import { STATUS_LOOKS } from '../status-chip';
import type { SchoolClock } from '../time';
import { useToast } from '../toast';
import { Counts } from './counts';
import { NoteDialog } from './note-dialog';
import { ReasonDialog } from './reason-dialog';
import { useRegister } from './register-context';
import { RegisterRow, type RegisterRowProps } from './register-row';
import { unmarkedIds } from './register-state';
import { useCounts, useRegisterState } from './register-store';
import { ShortcutsDialog } from './shortcuts-dialog';
import { type Filter, useFilter } from './use-filter';
import { type MarkingRule, type MarkRequests, useMarkRequests } from './use-mark-requests';
import { useShortcutSetting, useShortcuts } from './use-shortcuts';

export type RegisterListProps = SchoolClock & { rule: MarkingRule };

/** Marks everyone who is unmarked present; gone when there is nobody. */
function AllPresent() {
  const { store, marking } = useRegister();
  const toast = useToast();
  const count = unmarkedIds(useRegisterState(store)).length;
  if (count === 0) return null;
  const markAll = async () => {
    const done = await marking.markAllPresent();
    if (!done) return;
    const text = done.count === 1 ? '1 student marked present.' : `${done.count} students marked present.`;
    toast({ text, action: { label: 'Undo', onAction: done.undo } });
  };
  return (
    <Button icon={CheckCheck} onClick={() => void markAll()}>
      {count === 1 ? 'Mark 1 unmarked present' : `Mark ${count} unmarked present`}
    </Button>
  );
}

type ToolsProps = { filter: Filter; input: RefObject<HTMLDivElement>; onHelp: () => void; rule: MarkingRule };

function Tools({ filter, input, onHelp, rule }: ToolsProps) {
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div ref={input} className="min-w-0 flex-1 basis-56">
        <TextField
          label="Filter by name"
          type="search"
          required
          value={filter.name}
          onChange={(event) => filter.setName(event.target.value)}
          autoComplete="off"
          enterKeyHint="done"
        />
      </div>
      {rule === 'free' && <AllPresent />}
      <IconButton icon={Keyboard} label="Keyboard shortcuts" onClick={onHelp} className="hidden pointer-fine:inline-flex" />
    </div>
  );
}

type RowsProps = Omit<RegisterRowProps, 'studentId'> & {
  ids: readonly number[];
  visible: ReadonlySet<number> | null;
  list: RefObject<HTMLUListElement>;
};

/** Rows that are filtered out stay, hidden: showing them again costs nothing. Rows far off the screen are not laid out. */
const Rows = memo(function Rows({ ids, visible, list, ...row }: RowsProps) {
  return (
    <ul ref={list} aria-label="Students" className="divide-y divide-line">
      {ids.map((id) => (
        <li
          key={id}
          hidden={visible !== null && !visible.has(id)}
          className="[contain-intrinsic-size:auto_4rem] [content-visibility:auto]"
        >
          <RegisterRow {...row} studentId={id} />
        </li>
      ))}
    </ul>
  );
});

function NobodyFits({ filter }: { filter: Filter }) {
  const showAll = () => {
    filter.setName('');
    filter.setStatus(null);
  };
  return (
    <EmptyState icon={SearchX} title="Nobody fits this filter" action={<Button onClick={showAll}>Show all students</Button>} />
  );
}

function MarkReason({ request, lastReason, confirm, cancel }: MarkRequests) {
  const word = STATUS_LOOKS[request?.status ?? 'unmarked'].word.toLowerCase();
  return (
    <ReasonDialog
      isOpen={request !== null}
      onClose={cancel}
      title={request?.status ? `Mark ${request.name} ${word}?` : `Take back the mark of ${request?.name ?? ''}?`}
      text="This register is closed. The change and its reason are kept."
      label="Reason"
      defaultReason={lastReason}
      action={request?.status ? `Mark ${word}` : 'Take back'}
      onSubmit={confirm}
    />
  );
}

/** Everything of the register that is below its waiting check-ins. */
export function RegisterList({ rule, zone, locale }: RegisterListProps) {
  const { store, marking } = useRegister();
  const state = useRegisterState(store);
  const counts = useCounts(store);
  const filter = useFilter(state);
  const requests = useMarkRequests(rule);
  const [noteOf, setNoteOf] = useState<number | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [areShortcutsOn, setShortcutsOn] = useShortcutSetting();
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLDivElement>(null);
  const focusFilter = useCallback(() => input.current?.querySelector('input')?.focus(), []);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  const isLocked = rule !== 'free' && rule !== 'with-reason';
  useShortcuts({ isOn: areShortcutsOn, list, onMark: requests.mark, onFilter: focusFilter, onHelp: openHelp });

  return (
    <>
      <div className="grid gap-3 p-4 sm:p-5">
        <Counts counts={counts} filter={filter.status} onFilter={filter.setStatus} />
        <Tools filter={filter} input={input} onHelp={openHelp} rule={rule} />
      </div>
      {filter.visible?.size === 0 && <NobodyFits filter={filter} />}
      <Rows
        ids={state.ids}
        visible={filter.visible}
        list={list}
        isLocked={isLocked}
        zone={zone}
        locale={locale}
        onMark={requests.mark}
        onDetails={setNoteOf}
      />
      <MarkReason {...requests} />
      <NoteDialog
        view={noteOf === null ? null : (store.view(noteOf) ?? null)}
        isLocked={isLocked}
        needsReason={rule === 'with-reason'}
        zone={zone}
        locale={locale}
        onClose={() => setNoteOf(null)}
        onSave={(view, details) => {
          marking.mark(view.row.studentId, view.row.status, details);
          setNoteOf(null);
        }}
        onTakeBack={(view) => {
          setNoteOf(null);
          requests.mark(view.row.studentId, null);
        }}
      />
      <ShortcutsDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} areOn={areShortcutsOn} onChange={setShortcutsOn} />
    </>
  );
}
