/** How many people are in the room against how many are marked. A plain form of the page's, so it also works before the script has loaded. */
import { useFetcher } from '@remix-run/react';
import { useState } from 'react';
import { Button } from '../button';
import { cx } from '../cx';
import { FieldErrors } from '../field';
import { headCountText } from './head-count-text';
import { useRegister } from './register-context';
import { useClassSession, useCounts } from './register-store';

/** What was typed as a number of people; null when it is none. */
function readCount(typed: string): number | null {
  return /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : null;
}

/** The field, the difference in words, and a button while there is something to save. */
export function HeadCount() {
  const { store } = useRegister();
  const { headCount } = useClassSession(store);
  const { tally } = useCounts(store);
  const fetcher = useFetcher<{ errors: string[] | null }>();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (headCount === null ? '' : String(headCount));
  const checkedIn = tally.present + tally.late;
  const counted = readCount(shown);
  const isUnsaved = counted !== headCount && fetcher.state === 'idle';
  const isOff = counted !== null && counted !== checkedIn;
  return (
    <fetcher.Form method="post" className="flex items-center gap-3">
      <input type="hidden" name="intent" value="head-count" />
      <label htmlFor="head-count" className="shrink-0 text-sm font-medium">
        In the room
      </label>
      <input
        id="head-count"
        name="headCount"
        type="number"
        inputMode="numeric"
        min={0}
        max={10_000}
        value={shown}
        onChange={(event) => setTyped(event.target.value)}
        aria-describedby="head-count-text"
        className="figures h-11 w-20 rounded-md border border-edge bg-surface-raised px-3"
      />
      <p
        id="head-count-text"
        role="status"
        className={cx('min-w-0 flex-1 text-sm', isOff ? 'font-medium text-late' : 'text-ink-muted')}
      >
        {headCountText(counted, checkedIn)}
      </p>
      {isUnsaved && (
        <Button type="submit" size="sm">
          Save
        </Button>
      )}
      <FieldErrors errors={fetcher.data?.errors ?? undefined} />
    </fetcher.Form>
  );
}
