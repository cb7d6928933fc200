/** `/admin/timetable`: a term's slots as a week, narrowed by class, person and room. The filters are a GET form, so every view has an address. */

import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarPlus, CalendarRange, Plus } from 'lucide-react';
import { SlotGrid } from '#app/components/timetable/slot-grid';
import { SlotWeek } from '#app/components/timetable/slot-week';
import { TimetableTabs } from '#app/components/timetable/timetable-tabs';
import { daysText } from '#app/components/timetable/words';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { SelectField } from '#app/components/ui/form/field';
import { SearchButton, SearchForm } from '#app/components/ui/form/search-form';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { dayAt } from '#domain/time';
import { type Term, usualTerm } from '#domain/timetable/term';

export const meta: MetaFunction = (page) => pageTitle(page, msg`School timetable`);

export function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  return withApi(args, async (api) => {
    const [terms, sections, { zone, serverNow, firstWeekday }] = await Promise.all([
      api.term.list(),
      api.classSession.sections(),
      api.school.profile(),
    ]);
    const asked = paths.idIn(search, 'term');
    const term = terms.find(({ id }) => id === asked) ?? usualTerm(terms, dayAt(serverNow, zone));
    const filter = {
      sectionId: paths.idIn(search, 'section') ?? undefined,
      staffId: paths.idIn(search, 'staff') ?? undefined,
      room: search.get('room')?.slice(0, 60) || undefined,
    };
    const list = term && (await api.slot.list({ termId: term.id, ...filter }));
    const shown = terms.filter((one) => !one.isArchived || one.id === term?.id);
    return { terms: shown, sections, term, filter, list, firstWeekday };
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Filters({ data }: { data: Data }) {
  const { t } = useLingui();
  const { terms, term, sections, filter, list } = data;
  return (
    <SearchForm className="mb-6 grid grid-cols-2 items-end gap-3 lg:grid-cols-4">
      <SelectField key={`term-${term?.id}`} label={t`Term`} name="term" defaultValue={term?.id} required>
        {terms.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        key={`section-${filter.sectionId}`}
        label={t`Class`}
        name="section"
        required
        defaultValue={filter.sectionId ?? ''}
      >
        <option value="">
          <Trans>All classes</Trans>
        </option>
        {sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
          <option key={sectionId} value={sectionId}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
        ))}
      </SelectField>
      <SelectField key={`staff-${filter.staffId}`} label={t`Staff`} name="staff" required defaultValue={filter.staffId ?? ''}>
        <option value="">
          <Trans>All staff</Trans>
        </option>
        {list?.staff.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField key={`room-${filter.room}`} label={t`Room`} name="room" required defaultValue={filter.room ?? ''}>
        <option value="">
          <Trans>All rooms</Trans>
        </option>
        {list?.rooms.map((room) => (
          <option key={room} value={room}>
            {room}
          </option>
        ))}
      </SelectField>
      <SearchButton />
    </SearchForm>
  );
}

/** The list or the grid, whichever the screen has room for. */
function Week({ list, term, data }: { list: NonNullable<Data['list']>; term: Term; data: Data }) {
  const { filter, firstWeekday } = data;
  const { slots, isMore } = list;
  const given = { termId: term.id, sectionId: filter.sectionId, room: filter.room };
  const clashing = slots.filter(({ clashes }) => clashes.length > 0).length;
  return (
    <>
      {isMore && (
        <Notice tone="info" className="mb-4">
          <Trans>This is only the first part of the week. Choose a class, a person or a room to see all of theirs.</Trans>
        </Notice>
      )}
      {clashing > 0 && (
        <Notice tone="warning" className="mb-4">
          <Plural
            value={clashing}
            one="# slot clashes with another: the same class, room or staff at the same time."
            other="# slots clash: the same class, room or staff at the same time."
          />
        </Notice>
      )}
      <div className="lg:hidden">
        <SlotWeek {...{ slots, given, firstWeekday }} />
      </div>
      <div className="max-lg:hidden">
        <SlotGrid {...{ slots, given, firstWeekday }} />
        <p className="mt-2 text-sm text-ink-muted">
          <Trans>Press or draw on an empty place to add a class there.</Trans>
        </p>
      </div>
    </>
  );
}

function NoTerm() {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState
        icon={CalendarRange}
        title={t`No term yet`}
        action={
          <ButtonLink to={paths.terms()} variant="primary" icon={Plus}>
            <Trans>Add a term</Trans>
          </ButtonLink>
        }
      >
        <Trans>A timetable belongs to a term. Add the first one to begin.</Trans>
      </EmptyState>
    </Card>
  );
}

export default function SchoolTimetable() {
  const format = useFormat();
  const { t } = useLingui();
  const data = useLoaderData<typeof loader>();
  const { term, list } = data;
  return (
    <>
      <PageHeader
        title={t`School timetable`}
        lead={term && `${term.name}: ${daysText(format, term)}`}
        actions={
          term && (
            <ButtonLink to={paths.newSlot({ termId: term.id })} variant="primary" icon={CalendarPlus}>
              <Trans>Add to timetable</Trans>
            </ButtonLink>
          )
        }
      />
      <TimetableTabs />
      {term && list ? (
        <>
          <Filters data={data} />
          <Week list={list} term={term} data={data} />
        </>
      ) : (
        <NoTerm />
      )}
    </>
  );
}
