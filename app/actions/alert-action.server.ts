/** What the pages of alerts read and do: the list with what was done about each, and the rules with whom they would tell. */
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { AlertFilter, HandleAlertInput } from '#domain/alert/alert';
import { PreviewInput } from '#domain/alert/rule-form';
import { requireOwnPage } from './correction-action.server';
import { intentOf, keepTyped } from './sent-form.server';
import { messagesOf } from './structure-action.server';

/** What an address asks for; fields that were left empty ask for nothing. */
function filterIn({ request }: LoaderFunctionArgs): AlertFilter {
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== '');
  return AlertFilter.catch({ state: 'open' }).parse(Object.fromEntries(given));
}

/** A page of alerts, and the classes they can be narrowed to.
 *  @throws Response */
export function loadAlerts(args: LoaderFunctionArgs, isOfAdministrators: boolean) {
  const filter = filterIn(args);
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, paths.alerts, isOfAdministrators);
    const [list, all] = await Promise.all([api.alert.list(filter), api.classSession.sections()]);
    const sections = all.map(({ sectionId, courseTitle, sectionCode }) => ({ sectionId, courseTitle, sectionCode }));
    return { ...list, filter, sections, isFirst: filter.after === undefined };
  });
}

/** Says what was done about an alert, and what became of that.
 *  @throws Response */
export async function handleAlert(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const of = String(args.context.form.get('alertId'));
  const { errors, value } = await submitForm(args, HandleAlertInput, (api, input) => api.alert.handle(input));
  if (errors) {
    const atNote = errors.data.error?.note ?? undefined;
    const told = { of, message: null, refused: atNote ? null : messagesOf(errors).join(' '), errors: atNote };
    return data(told, errors.init ?? undefined);
  }
  const words = {
    handled: i18n._(msg`Marked as handled.`),
    'already-handled': i18n._(msg`Somebody else has handled it in the meantime.`),
    retracted: i18n._(msg`It was withdrawn in the meantime: marks it rested on have changed.`),
  };
  return data({ of, message: words[value.outcome], refused: null, errors: undefined });
}

type Saved = Awaited<ReturnType<typeof submitForm<typeof PreviewInput, boolean>>>;

/** Tries the rules of a form, or saves them.
 *  @param save stores what the form says, and answers whether anything has changed
 *  @throws Response */
export async function tryOrSaveRules(args: ActionFunctionArgs, save: () => Promise<Saved>) {
  const i18n = wordsFor(args);
  const sent = args.context.form;
  if (intentOf(sent, ['preview', 'save']) === 'preview') {
    const { errors, value } = await submitForm(args, PreviewInput, (api, input) => api.alert.preview(input));
    return data({ result: errors?.data ?? keepTyped(sent), preview: value, message: null }, errors?.init ?? undefined);
  }
  const { errors, value } = await save();
  const done = value ? i18n._(msg`Saved. Students are judged by these rules from now on.`) : i18n._(msg`Nothing was changed.`);
  return data({ result: errors?.data ?? null, preview: null, message: errors ? null : done }, errors?.init ?? undefined);
}
