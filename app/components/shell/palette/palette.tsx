/** The search over everything, on the native dialog element: one field, and under it what it finds. Up and Down choose, Enter goes there. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@remix-run/react';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '#app/components/ui/avatar';
import { cx } from '#app/components/ui/cx';
import type { Role } from '#domain/person/user';
import { type PaletteGroup, type PaletteItem, paletteGroups } from './palette-items';
import { type Asked, useFound } from './use-found';

/** How far each key goes in the list. */
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

type OptionProps = { item: PaletteItem; isActive: boolean; onChoose: () => void };

function Option({ item: { id, title, detail, icon: Icon, person }, isActive, onChoose }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard; the press is for pointers.
    // biome-ignore lint/a11y/useFocusableInteractive: options are pointed at by the field (WAI-ARIA combobox), and never focused.
    <div
      ref={ref}
      id={`palette-${id}`}
      role="option"
      aria-selected={isActive}
      onClick={onChoose}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-3 py-1 text-sm hover:bg-surface-sunken aria-selected:bg-accent-soft"
    >
      {person && <Avatar name={person.name} userId={person.id} photoAt={person.photoAt} size="sm" />}
      {Icon && <Icon className="mx-1.5 size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
      <span className="min-w-0 flex-1">
        <span className="block font-medium break-words">{title}</span>
        {detail && <span className="block truncate text-ink-muted">{detail}</span>}
      </span>
    </div>
  );
}

type OptionsProps = { id: string; groups: readonly PaletteGroup[]; active: string | undefined; onChoose: (to: string) => void };

function Options({ id, groups, active, onChoose }: OptionsProps) {
  const { t } = useLingui();
  return (
    <div id={id} role="listbox" aria-label={t`Found`} className="max-h-[min(28rem,60dvh)] overflow-y-auto p-2 empty:hidden">
      {groups.map(({ id: kind, title, items }) => (
        <fieldset key={kind} aria-label={title} className="min-w-0">
          <div aria-hidden="true" className="px-3 pt-2 pb-1 text-xs font-semibold text-ink-muted">
            {title}
          </div>
          {items.map((item) => (
            <Option key={item.id} item={item} isActive={item.id === active} onChoose={() => onChoose(item.to)} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** How many there are, or why there may be more. */
function State({ count, state }: { count: number; state: Asked['state'] }) {
  const { t } = useLingui();
  const found = t`${plural(count, { one: '# result', other: '# results' })}`;
  if (state === 'failed') return <Trans>No connection: people and classes cannot be searched.</Trans>;
  if (count === 0) return state === 'asking' ? <Trans>Searching…</Trans> : <Trans>Nothing found.</Trans>;
  return <span className="sr-only">{state === 'asking' ? '' : found}</span>;
}

/** Modal from the start: focus moves into the field, and returns when it closes. */
function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return ref;
}

/** Enter that comes before the answer waits for it: what is shown until then is what an earlier question found. */
function useEnter(isAsking: boolean, go: () => void) {
  const [isDue, setDue] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is due when the answer is there, whatever was found before.
  useEffect(() => {
    if (!isDue || isAsking) return;
    setDue(false);
    go();
  }, [isDue, isAsking]);
  return { enter: () => setDue(true), withdraw: () => setDue(false) };
}

function useChoice(items: readonly PaletteItem[], isAsking: boolean, onChoose: (to: string) => void) {
  const [chosen, setChosen] = useState<string | null>(null);
  const index = Math.max(
    0,
    items.findIndex(({ id }) => id === chosen),
  );
  const active = items[index];
  const { enter, withdraw } = useEnter(isAsking && active?.id !== chosen, () => active && onChoose(active.to));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.nativeEvent.isComposing || (step === undefined && event.key !== 'Enter')) return;
    event.preventDefault();
    if (step === undefined) return enter();
    setChosen(items.at((index + step) % items.length)?.id ?? null);
  };
  const reset = () => {
    withdraw();
    setChosen(null);
  };
  return { active: active?.id, onKeyDown, reset };
}

export default function Palette({ role, onClose }: { role: Role; onClose: () => void }) {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const ref = useModal();
  const listId = useId();
  const [search, setSearch] = useState('');
  const [asked, ask] = useFound();
  const groups = paletteGroups(i18n, { role, search, found: asked });
  const items = groups.flatMap((group) => group.items);
  const choose = (to: string) => {
    ref.current?.close();
    navigate(to);
  };
  const { active, onKeyDown, reset } = useChoice(items, asked.state === 'asking', choose);
  const type = (text: string) => {
    setSearch(text);
    reset();
    ask(text);
  };
  const pressBackdrop = (event: MouseEvent) => event.target === ref.current && ref.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes; the press on the backdrop is an extra for pointers.
    <dialog
      ref={ref}
      aria-label={t`Search`}
      onClose={onClose}
      onClick={pressBackdrop}
      className="mx-auto mt-[min(6rem,8dvh)] mb-auto w-[min(36rem,calc(100vw-1rem))] overflow-hidden rounded-xl border border-line bg-surface-raised text-ink shadow-float"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={active && `palette-${active}`}
          aria-autocomplete="list"
          aria-label={t`Search people, classes, pages and actions`}
          placeholder={t`People, classes, pages and actions`}
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-14 min-w-0 flex-1 bg-transparent text-base placeholder:text-ink-muted focus-visible:outline-none"
        />
        <button
          type="button"
          onClick={() => ref.current?.close()}
          className="rounded-sm border border-line-strong px-2 py-1 text-xs text-ink-muted pointer-coarse:min-h-11"
        >
          <Trans>Close</Trans>
        </button>
      </div>
      <Options id={listId} groups={groups} active={active} onChoose={choose} />
      <p
        role="status"
        className={cx('px-4 py-3 text-sm text-ink-muted', items.length > 0 && asked.state !== 'failed' && 'sr-only')}
      >
        <State count={items.length} state={asked.state} />
      </p>
    </dialog>
  );
}
