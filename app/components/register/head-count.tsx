/** How many people are in the room against how many are marked. A plain form of the page's, so it also works before the script has
 *  loaded; once it has, the count is handed in like a mark and waits where there is no network. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CloudUpload } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { FieldErrors } from '#app/components/ui/form/field';
import { mint } from '#app/offline/calls/queueable';
import { handIn } from './model/hand-in';
import { problemText } from './model/marking';
import { useRegister } from './model/register-context';
import { useClassSession, useCounts, useUnsent } from './model/register-store';

/** How many were counted compared with how many are present or late. Never throws. */
export function headCountText(i18n: I18n, headCount: number | null, checkedIn: number): string {
  if (headCount === null) return i18n._(msg`${checkedIn} marked present or late.`);
  const difference = headCount - checkedIn;
  if (difference === 0) return i18n._(msg`The same as marked.`);
  if (difference < 0) return i18n._(msg`${-difference} fewer than marked.`);
  return i18n._(msg`${difference} more than marked.`);
}

/** What was typed as a number of people; null when it is none. */
function readCount(typed: string): number | null {
  return /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : null;
}

/** Hands in a count, and tells what was wrong with it. */
function useCounting() {
  const { i18n } = useLingui();
  const register = useRegister();
  const { id: classSessionId } = useClassSession(register.store);
  const [errors, setErrors] = useState<string[]>();
  const [isPending, setPending] = useState(false);
  async function count(headCount: number | null): Promise<void> {
    setPending(true);
    setErrors(undefined);
    const input = { ...mint(register.clock.offsetMs()), classSessionId, headCount };
    try {
      await handIn(register, { procedure: 'classSession.setHeadCount', input });
    } catch (error) {
      setErrors([problemText(i18n, error)]);
    } finally {
      setPending(false);
    }
  }
  return { count, errors, isPending };
}

/** The field, the difference in words, and a button while there is something to save. */
export function HeadCount() {
  const { i18n } = useLingui();
  const { store } = useRegister();
  const { headCount } = useClassSession(store);
  const { isHeadCount: isUnsent } = useUnsent(store);
  const { tally } = useCounts(store);
  const { count, errors, isPending } = useCounting();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (headCount === null ? '' : String(headCount));
  const checkedIn = tally.present + tally.late;
  const counted = readCount(shown);
  const isOff = counted !== null && counted !== checkedIn;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void count(counted);
  };
  return (
    <form method="post" onSubmit={submit} className="flex items-center gap-3">
      <input type="hidden" name="intent" value="head-count" />
      <label htmlFor="head-count" className="shrink-0 text-sm font-medium">
        <Trans>In the room</Trans>
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
      <p id="head-count-text" className={cx('min-w-0 flex-1 text-sm', isOff ? 'font-medium text-late' : 'text-ink-muted')}>
        {headCountText(i18n, counted, checkedIn)}
        {isUnsent && (
          <span className="flex items-center gap-1.5 text-waiting">
            <CloudUpload className="size-3.5 shrink-0" aria-hidden="true" />
            <Trans>Not sent yet</Trans>
          </span>
        )}
      </p>
      {counted !== headCount && (
        <Button type="submit" size="sm" isPending={isPending}>
          <Trans>Save</Trans>
        </Button>
      )}
      <FieldErrors errors={errors} />
    </form>
  );
}
