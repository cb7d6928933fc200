/** `/admin/timetable/slots/:id` (or `new`): one weekly slot, previewed before it is saved. Works before the page's script has loaded. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { intentOf } from '#app/actions/sent-form.server';
import { ChangeResult, SlotPreviewCard } from '#app/components/timetable/change-report';
import { SlotFields, type TypedSlot } from '#app/components/timetable/slot-fields';
import { Button, ButtonLink } from '#app/components/ui/button';
import { CheckboxField } from '#app/components/ui/form/field';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { dayAt } from '#domain/time';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import { PreviewSlotInput, type SlotPreview } from '#domain/timetable/slot';
import { type Term, usualTerm } from '#domain/timetable/term';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Timetable slot`);

/** The id in the path, or null for `new`. @throws Response 404 for what is neither */
function readSlotId(id: string | undefined): number | null {
  return id === 'new' ? null : paths.pathId(id);
}

const EMPTY: TypedSlot = {
  sectionId: '',
  termId: '',
  weekday: '1',
  startTime: '09:00',
  endTime: '10:00',
  weeks: 'every',
  room: '',
  validFrom: '',
  validUntil: '',
};

/** A new slot, as the address has it; in the term of today where it names none. */
function newSlot(search: URLSearchParams, terms: Term[], today: string): TypedSlot {
  const given = Object.keys(EMPTY).flatMap((name) => (search.get(name) === null ? [] : [[name, search.get(name)]]));
  return { ...EMPTY, termId: String(usualTerm(terms, today)?.id ?? ''), ...Object.fromEntries(given) };
}

async function loadTyped(api: Api, slotId: number): Promise<TypedSlot> {
  const { sectionId, termId, weekday, room, ...slot } = await api.slot.get({ slotId });
  const { startTime, endTime, weeks, validFrom, validUntil } = slot;
  const ids = { sectionId: String(sectionId), termId: String(termId), weekday: String(weekday) };
  return { ...ids, startTime, endTime, weeks, validFrom, validUntil, room: room ?? '' };
}

export function loader(args: LoaderFunctionArgs) {
  const slotId = readSlotId(args.params.id);
  return withApi(args, async (api) => {
    const [terms, sections, { zone, serverNow, firstWeekday }] = await Promise.all([
      api.term.list(),
      api.classSession.sections(),
      api.school.profile(),
    ]);
    const search = new URL(args.request.url).searchParams;
    const typed = slotId === null ? newSlot(search, terms, dayAt(serverNow, zone)) : await loadTyped(api, slotId);
    return { slotId, terms: terms.filter(({ isArchived }) => !isArchived), sections, typed, firstWeekday };
  });
}

type Outcome = { preview: SlotPreview | null; report: MaterialiseReport | null };

/** Clashes that nobody has accepted are shown, not saved over. */
async function previewOrSave(api: Api, input: PreviewSlotInput, isSaving: boolean): Promise<Outcome> {
  const { slotId, ...slot } = input;
  const preview = await api.slot.preview(input);
  if (!isSaving || (preview.clashes.length > 0 && !input.acceptClashes)) return { preview, report: null };
  const report = slotId === undefined ? await api.slot.create(slot) : await api.slot.edit({ ...slot, slotId });
  return { preview: null, report };
}

export async function action(args: ActionFunctionArgs) {
  const slotId = readSlotId(args.params.id) ?? undefined;
  const { form } = args.context;
  const typed = Object.fromEntries(form) as TypedSlot;
  const intent = intentOf(form, slotId === undefined ? ['save', 'preview'] : ['save', 'preview', 'delete']);
  const nothing = { typed, result: null, preview: null, report: null, deleted: null };
  if (intent === 'delete' && slotId !== undefined)
    return data({ ...nothing, deleted: await withApi(args, (api) => api.slot.delete({ slotId })) });
  const { errors, value } = await submitForm(args, PreviewSlotInput, (api, input) =>
    previewOrSave(api, { ...input, slotId }, intent === 'save'),
  );
  return errors ? data({ ...nothing, result: errors.data }, errors.init ?? undefined) : data({ ...nothing, ...value });
}

function SlotForm() {
  const { t } = useLingui();
  const { slotId, typed, ...given } = useLoaderData<typeof loader>();
  const last = useActionData<typeof action>();
  const sent = useNavigation().formData?.get('intent');
  const [form, fields] = useForm<TypedSlot>({ lastResult: last?.result, defaultValue: last?.typed ?? typed });
  const hasClashes = Boolean(last?.preview?.clashes.length);
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} preventScrollReset className="grid max-w-2xl gap-5">
      <SlotFields {...{ form, fields, ...given, isSectionFixed: slotId !== null }} />
      {last?.preview && <SlotPreviewCard preview={last.preview} />}
      {hasClashes && (
        <CheckboxField
          id={fields.acceptClashes.id}
          name="acceptClashes"
          label={t`Save anyway, with classes at the same time`}
          errors={fields.acceptClashes.errors}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value="save" variant="primary" isPending={sent === 'save'}>
          <Trans>Save</Trans>
        </Button>
        <Button type="submit" name="intent" value="preview" isPending={sent === 'preview'}>
          <Trans>Preview</Trans>
        </Button>
        <ButtonLink to={paths.schoolTimetable()}>
          <Trans>Cancel</Trans>
        </ButtonLink>
        {slotId !== null && (
          <Button type="submit" name="intent" value="delete" variant="quiet" formNoValidate isPending={sent === 'delete'}>
            <Trans>Delete slot</Trans>
          </Button>
        )}
      </div>
    </Form>
  );
}

export default function SlotPage() {
  const { t } = useLingui();
  const { slotId } = useLoaderData<typeof loader>();
  const last = useActionData<typeof action>();
  const done = last?.report ?? last?.deleted;
  return (
    <>
      <PageHeader
        title={slotId === null ? t`Add to timetable` : t`Timetable slot`}
        lead={t`A class that meets every week, or every other week, of a term.`}
        back={{ to: paths.schoolTimetable(), label: t`School timetable` }}
      />
      {done && (
        <div className="mb-6 grid max-w-2xl gap-4">
          <ChangeResult title={last?.deleted ? t`Slot deleted` : t`Slot saved`} report={done} />
          <div className="flex flex-wrap gap-2">
            <ButtonLink to={paths.schoolTimetable()} variant="primary">
              <Trans>Back to the timetable</Trans>
            </ButtonLink>
            <ButtonLink to={paths.newSlot()}>
              <Trans>Add another</Trans>
            </ButtonLink>
          </div>
        </div>
      )}
      {!done && <SlotForm />}
    </>
  );
}
