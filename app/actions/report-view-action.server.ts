/** What is done with saved views: saved out of an address that is read as a report's own, renamed, removed. */
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data } from '@remix-run/server-runtime';
import { submitForm } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import {
  AddressDetail,
  isRollingFilter,
  RemoveViewForm,
  RenameViewForm,
  type SavedView,
  SaveViewForm,
  type SaveViewInput,
} from '#domain/report/saved-view';
import { dayAt } from '#domain/time';
import { readReportAddress } from './report-query.server';
import { intentOf } from './sent-form.server';

type Clock = { zone: string; serverNow: number };

/** What an address asks for is what is kept; of one that cannot be followed, the usual that is shown in its place. */
function readView({ name, page, search }: SaveViewForm, { zone, serverNow }: Clock): SaveViewInput {
  const today = dayAt(serverNow, zone);
  const fields = new URLSearchParams(search);
  const { filter } = readReportAddress(fields, { today, zone });
  const { studentId, ...detail } = AddressDetail.parse(Object.fromEntries(fields));
  return { name, page, filter: { ...filter, studentId }, detail, isRolling: isRollingFilter(filter, today) };
}

/** `removed`: what was taken away, to be saved again. */
type Done = { message: string; removed?: SavedView };

function change(args: ActionFunctionArgs, intent: 'save' | 'rename' | 'remove') {
  const i18n = wordsFor(args);
  switch (intent) {
    case 'save':
      return submitForm(args, SaveViewForm, async (api, form): Promise<Done> => {
        await api.report.saveView(readView(form, await api.school.profile()));
        return { message: i18n._(msg`“${form.name}” is saved.`) };
      });
    case 'rename':
      return submitForm(args, RenameViewForm, async (api, input): Promise<Done> => {
        await api.report.renameView(input);
        return { message: i18n._(msg`The view is called “${input.name}” now.`) };
      });
    case 'remove':
      return submitForm(args, RemoveViewForm, async (api, input): Promise<Done> => {
        const removed = (await api.report.views()).find(({ viewId }) => viewId === input.viewId);
        await api.report.removeView(input);
        return { message: i18n._(msg`“${removed?.name ?? ''}” is removed.`), ...(removed && { removed }) };
      });
  }
}

/** Answers a form of saved views. @throws Response 400 for one that is not theirs */
export async function changeViews(args: ActionFunctionArgs) {
  const { form } = args.context;
  const { errors, value } = await change(args, intentOf(form, ['save', 'rename', 'remove']));
  if (!errors) return { message: value.message, removed: value.removed ?? null, errors: [], viewId: null };
  const messages = Object.values(errors.data.error ?? {}).flatMap((lines) => lines ?? []);
  return data({ message: null, removed: null, errors: messages, viewId: Number(form.get('viewId')) || null }, 400);
}
