/** What stands over the rows of a register: the filter by name, and marking all who are left. */

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CheckCheck, SearchX } from 'lucide-react';
import type { RefObject } from 'react';
import { Button } from '#app/components/ui/button';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useToast } from '#app/components/ui/feedback/toast';
import { TextField } from '#app/components/ui/form/field';
import type { Filter } from './model/filter';
import { useRegister } from './model/register-context';
import { unmarkedIds } from './model/register-state';
import { useRegisterState } from './model/register-store';

/** Marks everyone who is unmarked present; gone when there is nobody. */
function AllPresent() {
  const { t } = useLingui();
  const { store, marking } = useRegister();
  const toast = useToast();
  const count = unmarkedIds(useRegisterState(store)).length;
  if (count === 0) return null;
  const markAll = async () => {
    const done = await marking.markAllPresent();
    if (!done) return;
    const text = t`${plural(done.count, { one: '# student marked present.', other: '# students marked present.' })}`;
    toast({ text, action: { label: t`Undo`, onAction: done.undo } });
  };
  return (
    <Button icon={CheckCheck} onClick={() => void markAll()}>
      {t`Mark ${count} unmarked present`}
    </Button>
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
    <div className="flex flex-wrap items-end gap-2">
      <div ref={field} className="min-w-0 flex-1 basis-40">
        <TextField
          label={t`Filter by name`}
          type="search"
          required
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
