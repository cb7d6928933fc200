/** What stands over the rows of a register: the filter by name, and marking all who are left. */

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CheckCheck, SearchX, Undo2 } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useToast } from '#app/components/ui/feedback/toast';
import { TextField } from '#app/components/ui/form/field';
import type { Filter } from './model/filter';
import { useRegister } from './model/register-context';
import { unmarkedIds } from './model/register-state';
import { useRegisterState } from './model/register-store';

type Done = { count: number; undo: () => number };

/** Marks everyone who is left present, and takes that back: what was changed since stays as it is. */
function useAllPresent() {
  const { t } = useLingui();
  const { marking } = useRegister();
  const toast = useToast();
  const [isPending, setPending] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const markAll = async () => {
    setPending(true);
    const next = await marking.markAllPresent();
    setPending(false);
    if (!next) return;
    setDone(next);
    toast({ text: t`${plural(next.count, { one: '# student marked present.', other: '# students marked present.' })}` });
  };
  const undo = () => {
    const count = done?.undo() ?? 0;
    setDone(null);
    toast({
      text: t`${plural(count, { 0: 'These marks have been changed since.', one: '# mark cleared.', other: '# marks cleared.' })}`,
    });
  };
  return { isPending, done, markAll, undo };
}

/** Both have a place of their own, so that a second press never does the opposite of the first. The way back stays until the next time. */
function AllPresent() {
  const { t } = useLingui();
  const { store, ownId } = useRegister();
  const count = unmarkedIds(useRegisterState(store)).filter((id) => id !== ownId).length;
  const { isPending, done, markAll, undo } = useAllPresent();
  return (
    <>
      {done && !isPending && (
        <Button size="sm" icon={Undo2} onClick={undo}>
          {t`${plural(done.count, { one: 'Undo # mark', other: 'Undo # marks' })}`}
        </Button>
      )}
      {(count > 0 || isPending) && (
        <Button size="sm" icon={CheckCheck} isPending={isPending} onClick={() => void markAll()}>
          {isPending ? t`Marking…` : t`${plural(count, { one: 'Mark # as present', other: 'Mark # as present' })}`}
        </Button>
      )}
    </>
  );
}

export type RegisterToolsProps = {
  filter: Filter;
  /** Holds the filter's field. */
  field: RefObject<HTMLDivElement>;
  /** Whether marks can be set without a reason. */
  isFree: boolean;
};

/** The filter, and the button for all. */
export function RegisterTools({ filter, field, isFree }: RegisterToolsProps) {
  const { t } = useLingui();
  return (
    <div className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-2">
      <div ref={field} className="min-w-0 flex-1 basis-24">
        <TextField
          label={t`Filter by name`}
          isLabelHidden
          placeholder={t`Find a name`}
          type="search"
          saysOptional={false}
          value={filter.name}
          onChange={(event) => filter.setName(event.target.value)}
          autoComplete="off"
          enterKeyHint="done"
        />
      </div>
      {isFree && <AllPresent />}
    </div>
  );
}

/** In place of the rows when the filter leaves none. */
export function NobodyFits({ filter }: { filter: Filter }) {
  const { t } = useLingui();
  const showAll = () => {
    filter.setName('');
    filter.setStatus(null);
  };
  return (
    <EmptyState
      icon={SearchX}
      title={t`Nobody matches this filter`}
      action={
        <Button onClick={showAll}>
          <Trans>Show all students</Trans>
        </Button>
      }
    />
  );
}
