/** Messages that are unread, on a first screen: without a push nobody would learn of them there. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useRouteLoaderData } from '@remix-run/react';
import { Mail } from 'lucide-react';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';

/** Nothing where all are read. */
export function UnreadCard() {
  const { t } = useLingui();
  const unread = useRouteLoaderData<typeof rootLoader>('root')?.inbox?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <section aria-label={t`Unread messages`} className="rounded-xl border border-accent bg-surface-raised shadow-raised">
      <List label={t`Unread messages`}>
        <ListRow
          to={paths.inbox()}
          leading={<Mail className="size-5 shrink-0 text-accent" aria-hidden="true" />}
          title={t`${plural(unread, { one: 'One unread message', other: '# unread messages' })}`}
        />
      </List>
    </section>
  );
}
