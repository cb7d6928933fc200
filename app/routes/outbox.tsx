/** `/outbox`: what was done on this device and has not reached the school, and what came back. The server only names the classes. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CloudCheck, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { CameBackList, type ClassTitles, type RollNames, WaitingList } from '#app/components/outbox/outbox-list';
import { useSeen } from '#app/components/outbox/use-seen';
import { useOffline } from '#app/components/pwa/offline-provider';
import { ConflictList } from '#app/components/register/conflict-list';
import { openConflicts } from '#app/components/register/model/late-answers';
import { useDecisions } from '#app/components/register/model/use-decisions';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useToast } from '#app/components/ui/feedback/toast';
import { PageHeader } from '#app/components/ui/page-header';
import { loadDayPack } from '#app/offline/day-pack';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { addDays, dayAt } from '#domain/time';

/** What waits longer was for a class that most people have forgotten. */
const NAMED_DAYS = 7;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Waiting to be sent`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const { serverNow, zone } = await api.school.profile();
    const today = dayAt(serverNow, zone);
    const { entries } = await api.timetable.mine({ from: addDays(today, -NAMED_DAYS), until: addDays(today, 1) });
    const titles: ClassTitles = Object.fromEntries(
      entries.map(({ classSessionId, courseTitle, sectionCode }) => [classSessionId, `${courseTitle} ${sectionCode}`]),
    );
    return { titles };
  });
}

/** Tries to send now; says so when it changed nothing. */
function useRetry() {
  const { t } = useLingui();
  const outbox = useOffline()?.outbox;
  const showToast = useToast();
  const [isTrying, setTrying] = useState(false);
  async function retry(): Promise<void> {
    setTrying(true);
    const result = await outbox?.sendNow();
    setTrying(false);
    if (result === 'waiting' || result === null)
      showToast({ text: t`Not sent yet. It stays here and is tried again by itself.`, tone: 'danger' });
  }
  return { isTrying, retry };
}

/** Names on the rolls of today, as far as this device took them along. */
function useRollNames(): RollNames {
  const userId = useRouteLoaderData<typeof rootLoader>('root')?.actor?.id;
  const [names, setNames] = useState<RollNames>(new Map());
  useEffect(() => {
    if (userId === undefined) return;
    const read = async () => {
      const pack = await loadDayPack(userId, Date.now());
      const rows = pack?.classSessions.flatMap((packed) => packed.rows) ?? [];
      setNames(new Map(rows.map(({ studentId, name }) => [studentId, name])));
    };
    void read().catch(() => undefined);
  }, [userId]);
  return names;
}

type ConflictsProps = { verdicts: readonly OutboxVerdict[]; names: RollNames };

/** Marks that met somebody else's, of all registers; nothing when there are none. */
function ConflictsCard({ verdicts, names }: ConflictsProps) {
  const { t } = useLingui();
  const decisions = useDecisions();
  const conflicts = openConflicts(verdicts);
  if (conflicts.length === 0) return null;
  return (
    <Card title={t`Marks to decide`} isFlush>
      <ConflictList conflicts={conflicts} nameOf={(id) => names.get(id)} decisions={decisions} />
    </Card>
  );
}

function NothingWaits() {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState icon={CloudCheck} title={t`Nothing waiting`}>
        <Trans>Everything you did on this device has reached your school.</Trans>
      </EmptyState>
    </Card>
  );
}

export default function OutboxPage() {
  const { t } = useLingui();
  const { titles } = useLoaderData<typeof loader>();
  const { entries = [], verdicts = [] } = useOffline()?.outbox ?? {};
  const { isTrying, retry } = useRetry();
  const newIds = useSeen(verdicts);
  const names = useRollNames();
  const shared = { titles, names };
  return (
    <>
      <PageHeader
        title={t`Waiting to be sent`}
        back={{ to: paths.profile(), label: t`Profile` }}
        lead={t`What you do without a network is kept on this device and sent by itself, in order.`}
        actions={
          entries.length > 0 && (
            <Button variant="primary" icon={RefreshCw} isPending={isTrying} onClick={() => void retry()}>
              <Trans>Retry now</Trans>
            </Button>
          )
        }
      />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        <ConflictsCard verdicts={verdicts} names={names} />
        {entries.length > 0 ? <WaitingList entries={entries} {...shared} /> : <NothingWaits />}
        {verdicts.length > 0 && <CameBackList verdicts={verdicts} newIds={newIds} {...shared} />}
      </div>
    </>
  );
}
