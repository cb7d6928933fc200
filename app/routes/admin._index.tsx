/** `/admin`: how today stands beside the usual, who has not arrived, and who waits to be let in. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Radio, UserPlus } from 'lucide-react';
import { chosenIn } from '#app/actions/sent-form.server';
import { AlertsNotice } from '#app/components/alert/alerts-notice';
import { WaitingNotice } from '#app/components/correction/waiting-notice';
import { FirstStepsCard, HIDE_COOKIE, isHidden, ZoneNotice } from '#app/components/day/first-steps';
import { rowsOf } from '#app/components/day/live-board';
import { PinnedAnnouncements } from '#app/components/message/pinned';
import { Approvals } from '#app/components/person/approvals';
import { bulkResult, type ShownResult } from '#app/components/person/bulk';
import { NameRequests } from '#app/components/person/name-requests';
import { Undelivered } from '#app/components/person/undelivered';
import { NOT_ARRIVED_ID, NotArrived, NotArrivedCount, type TodayBeside, TodayRate } from '#app/components/report/today-lead';
import { ButtonLink } from '#app/components/ui/button';
import { OutcomeNotice, ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { PageHeader } from '#app/components/ui/page-header';
import { Stat } from '#app/components/ui/stat';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { type Api, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import type { DecideNameInput } from '#domain/person/profile';
import type { ApprovalInput } from '#domain/person/user';
import { pool } from '#domain/rate';
import { addDays, daysBetween } from '#domain/time';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Overview`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [pending, overview, undelivered, nameRequests, absent, pinned, steps] = await Promise.all([
      api.user.pending({}),
      api.live.overview(),
      api.invitation.undelivered(),
      api.user.nameRequests(),
      api.report.absentToday({}),
      api.notification.pinned(),
      isHidden(args.context.ctx.cookie) ? null : api.school.firstSteps(),
    ]);
    const today = await loadToday(api, absent.day);
    return { pending, overview, undelivered, nameRequests, absent, today, pinned, steps };
  });
}

/** A class that opens, and somebody who asks to be let in, show within this. */
const REFRESH_MS = 30_000;

/** As many weeks make what is usual. */
const USUAL_WEEKS = 8;

/** Today so far, beside the same weekday of the weeks before. */
async function loadToday(api: Api, day: string): Promise<TodayBeside> {
  const { periods } = await api.report.overview({ from: addDays(day, -7 * USUAL_WEEKS), until: day, by: 'day' });
  const isLike = ({ from }: { from: string }) => from !== day && daysBetween(from, day) % 7 === 0;
  return { day, now: pool(periods.filter(({ from }) => from === day)), usual: pool(periods.filter(isLike)) };
}

/** One person's own button, or the ticked ones with a decision. */
function readDecision(form: FormData): ApprovalInput {
  const one = form.get('approve');
  if (one !== null) return { userIds: [Number(one)], decision: 'approve' };
  const decision = chosenIn(form, 'decision', ['approve', 'reject']);
  return { userIds: form.getAll('userId').map(Number), decision };
}

function readNameDecision(form: FormData): DecideNameInput {
  const text = (name: string) => String(form.get(name) ?? '');
  const decision = chosenIn(form, 'decision', ['approve', 'decline']);
  return { userId: Number(form.get('nameOf')), name: text('name'), requestedName: text('requestedName'), decision };
}

const NAME_WORDS = {
  approved: msg`Name changed. The person has been told.`,
  declined: msg`Name kept. The person has been told.`,
  'already-decided': msg`Somebody else has decided, changed or withdrawn this in the meantime.`,
};

/** Students who were let in and are in no class. */
async function toEnrol(api: Api, { isDone, doneIds, undo }: ShownResult): Promise<number[]> {
  if (!isDone || undo !== 'withdraw') return [];
  const students = await api.person.students({ userIds: doneIds });
  return students.filter(({ isEnrolled }) => !isEnrolled).map(({ id }) => id);
}

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const i18n = wordsFor(args);
  if (form.get('intent') === 'hide-steps') {
    const message = i18n._(msg`First steps hidden on this device.`);
    return data({ decided: null, toEnrol: [], message }, { headers: { 'Set-Cookie': HIDE_COOKIE } });
  }
  return withApi(args, async (api) => {
    if (form.has('nameOf')) {
      const { outcome } = await api.user.decideName(readNameDecision(form));
      return { decided: null, toEnrol: [], message: i18n._(NAME_WORDS[outcome]) };
    }
    const input = readDecision(form);
    const { results } = input.userIds.length > 0 ? await api.user.decideApprovals(input) : { results: [] };
    const decided = bulkResult(i18n, input.decision, results);
    return { decided, toEnrol: await toEnrol(api, decided), message: null };
  });
}

export default function AdminOverview() {
  const { t } = useLingui();
  const { pending, overview, undelivered, nameRequests, absent, today, pinned, steps } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const requests = useRouteLoaderData<typeof rootLoader>('root')?.waiting;
  useFresh(REFRESH_MS);
  const { rows, serverNow } = overview;
  const notTaken = rowsOf(rows, 'not-taken').length;
  const decisions =
    pending.total + nameRequests.length + (requests ? requests.corrections + requests.leaves + requests.alerts : 0);
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  return (
    <>
      <PageHeader
        title={t`Overview`}
        lead={<Time at={serverNow} style="day" />}
        actions={
          <ButtonLink to={paths.live()} icon={Radio}>
            <Trans>Watch live</Trans>
          </ButtonLink>
        }
      />
      <ZoneNotice />
      <FirstStepsCard done={steps} />
      <PinnedAnnouncements rows={pinned} className="mb-4" />
      <section aria-label={t`Today`} className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        <div className="col-span-2">
          <TodayRate {...today} />
        </div>
        <NotArrivedCount absent={absent} />
        <Stat label={t`Waiting for a decision`} value={decisions} to="#decisions" isPressing={decisions > 0} />
        <Stat label={t`Classes today`} value={rows.length} to={paths.live()} />
        <Stat label={t`Open now`} value={rowsOf(rows, 'open').length} to={paths.live('open')} />
        <Stat label={t`Not taken`} value={notTaken} to={paths.live('not-taken')} isPressing={notTaken > 0} />
        <Stat label={t`Check-ins waiting`} value={waiting} to={paths.live('waiting')} isPressing={waiting > 0} />
      </section>
      <div id={NOT_ARRIVED_ID} className="scroll-mt-20">
        <NotArrived absent={absent} />
      </div>
      {result?.decided && (
        <ResultNotice
          tone={result.decided.isDone ? 'success' : 'warning'}
          className="mb-4"
          action={
            result.toEnrol.length > 0 && (
              <ButtonLink to={paths.sections({ pick: result.toEnrol.join(',') })} size="sm" icon={UserPlus}>
                <Trans>Enrol in a class</Trans>
              </ButtonLink>
            )
          }
        >
          {result.decided.text}
        </ResultNotice>
      )}
      <OutcomeNotice message={result?.message} />
      <Undelivered people={undelivered} />
      <div id="decisions" className="scroll-mt-20">
        {requests && <WaitingNotice reader="admin" waiting={requests} className="mb-4" />}
        {requests && <AlertsNotice reader="admin" count={requests.alerts} className="mb-4" />}
        <NameRequests requests={nameRequests} />
        <Approvals people={pending.people} total={pending.total} />
      </div>
    </>
  );
}
