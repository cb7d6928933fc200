/** What an administrator keeps of reports under a name: opened from any of their pages, and the present one added to them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher, useLocation } from '@remix-run/react';
import { Bookmark } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '#app/components/ui/button';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextField } from '#app/components/ui/form/field';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { ReportPage, SavedView } from '#domain/report/saved-view';
import { viewAddress, viewText } from './view-address';

/** What became of a form of views. */
type Answer = { message: string | null; errors: string[] };

/** Keeps what the address asks for now. Without the page's script the answer is the page of views. */
function SaveForm({ page }: { page: ReportPage }) {
  const { t } = useLingui();
  const { search } = useLocation();
  const fetcher = useFetcher<Answer>();
  const form = useRef<HTMLFormElement>(null);
  const { message, errors } = fetcher.data ?? { message: null, errors: [] };
  useEffect(() => {
    if (message) form.current?.reset();
  }, [message]);
  return (
    <fetcher.Form ref={form} method="post" action={paths.savedViews()} className="grid gap-2">
      <input type="hidden" name="page" value={page} />
      <input type="hidden" name="search" value={search} />
      <TextField label={t`Save these days and this choice as`} name="name" maxLength={60} errors={errors} required />
      <Button
        type="submit"
        name="intent"
        value="save"
        size="sm"
        icon={Bookmark}
        isPending={fetcher.state !== 'idle'}
        className="w-fit"
      >
        <Trans>Save view</Trans>
      </Button>
      <p role="status" className="text-sm">
        {message}
      </p>
    </fetcher.Form>
  );
}

/** @param page the one it stands on */
export function SavedViews({ views, page }: { views: readonly SavedView[]; page: ReportPage }) {
  const { t } = useLingui();
  const format = useFormat();
  const count = views.length;
  return (
    <Disclosure
      className="mb-6 rounded-lg border border-line bg-surface-raised px-4 print:hidden"
      summary={count === 0 ? t`Saved views` : t`Saved views (${count})`}
    >
      <div className="grid items-start gap-4 pb-2 lg:grid-cols-2">
        <div>
          {count === 0 ? (
            <p className="text-sm text-ink-muted">
              <Trans>None yet. Choose days and a part of the school, and save them under a name.</Trans>
            </p>
          ) : (
            <ul aria-label={t`Saved views`}>
              {views.map((view) => (
                <li key={view.viewId} className="flex flex-wrap items-center gap-x-3">
                  <TextLink to={viewAddress(view, format.zone)} className="touch inline-flex items-center break-words">
                    {view.name}
                  </TextLink>
                  <span className="text-sm text-ink-muted">{viewText(format, view)}</span>
                </li>
              ))}
            </ul>
          )}
          {count > 0 && (
            <TextLink to={paths.savedViews()} className="touch inline-flex items-center text-sm">
              <Trans>Rename or remove</Trans>
            </TextLink>
          )}
        </div>
        <SaveForm page={page} />
      </div>
    </Disclosure>
  );
}
