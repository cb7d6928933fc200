/** `/teach/sections/:id/sessions`: the class sessions that a figure of a class is made of, newest first; `?asAt=` as their registers stood. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { readReportAddress } from '#app/actions/report-query.server';
import { AsAtNotice } from '#app/components/report/address-notices';
import { narrowedWords, SessionList } from '#app/components/report/session-list';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { SessionsAddress } from '#domain/report/report-filter';
import { dayAt } from '#domain/time';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Class sessions`);

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  const search = new URL(args.request.url).searchParams;
  return withApi(args, async (api) => {
    const [{ zone, serverNow }, sections] = await Promise.all([api.school.profile(), api.classSession.sections()]);
    const { query, filter } = readReportAddress(search, { today: dayAt(serverNow, zone), zone });
    const { after, ...narrowed } = SessionsAddress.parse(Object.fromEntries(search));
    const { from, until, asAt } = filter;
    const page = await api.report.sessions({ sectionId, from, until, asAt, ...narrowed, after });
    const section = sections.find((one) => one.sectionId === sectionId) ?? null;
    return { ...page, narrowed, section, sectionId, query, at: asAt ?? null };
  });
}

export default function SectionSessions() {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const { section, sectionId, query, at, ...page } = useLoaderData<typeof loader>();
  const { from, until, asAt } = query;
  const words = [
    ...(section ? [`${section.courseTitle} ${section.sectionCode}`] : []),
    ...[format.days(from, until), ...narrowedWords(i18n, format, page.narrowed)],
  ];
  return (
    <>
      <PageHeader
        title={t`Class sessions`}
        lead={words.join(' · ')}
        back={{ to: paths.classOverview(sectionId, { from, until, asAt }), label: t`Class` }}
      />
      {at !== null && <AsAtNotice at={at} isFollowed />}
      <SessionList {...page} asAt={asAt} />
    </>
  );
}
