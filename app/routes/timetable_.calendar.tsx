/** `/timetable/calendar`: one's timetable in one's own calendar app, at a secret address that is shown once and can be taken back. */
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { intentOf } from '#app/actions/sent-form.server';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { CopyField } from '#app/components/ui/form/copy-field';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';

export const meta: MetaFunction = () => [{ title: 'Calendar address · Muster' }];

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [{ createdAt }, { zone, locale }] = await Promise.all([api.calendarFeed.state(), api.school.profile()]);
    return { createdAt, zone, locale };
  });
}

export async function action(args: ActionFunctionArgs) {
  const intent = intentOf(args.context.form, ['create', 'revoke']);
  return withApi(args, async (api): Promise<{ url: string | null }> => {
    if (intent === 'create') return api.calendarFeed.create();
    await api.calendarFeed.revoke();
    return { url: null };
  });
}

function NewAddress({ url }: { url: string }) {
  return (
    <ResultNotice tone="success" title="Your calendar address">
      <p>
        It is shown this once. Copy it into your calendar app, where it is called subscribing to a calendar or adding one by URL.
      </p>
      <CopyField key={url} label="Address" value={url} />
    </ResultNotice>
  );
}

export default function CalendarAddress() {
  const { createdAt, zone, locale } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const sent = useNavigation().formData?.get('intent');
  return (
    <>
      <PageHeader
        title="Calendar address"
        lead="Your timetable in the calendar app of your phone or computer."
        back={{ to: paths.timetable(), label: 'Timetable' }}
      />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        {result?.url && <NewAddress url={result.url} />}
        {result && !result.url && <ResultNotice tone="success">The address no longer works.</ResultNotice>}
        <Card>
          <p>
            {createdAt === null ? (
              'You have no calendar address yet.'
            ) : (
              <>
                Your address works since <Time at={createdAt} zone={zone} locale={locale} style="moment" />. It cannot be shown
                again: make a new one if you have lost it, and the old one stops working.
              </>
            )}
          </p>
          <p className="mt-3 text-sm text-ink-muted">
            Whoever has the address sees your classes, times and rooms, and nothing else. Keep it to yourself.
          </p>
          <Form method="post" className="mt-5 flex flex-wrap gap-2">
            <Button type="submit" name="intent" value="create" variant="primary" isPending={sent === 'create'}>
              {createdAt === null ? 'Make an address' : 'Make a new address'}
            </Button>
            {createdAt !== null && (
              <Button type="submit" name="intent" value="revoke" isPending={sent === 'revoke'}>
                Stop it
              </Button>
            )}
          </Form>
        </Card>
      </div>
    </>
  );
}
