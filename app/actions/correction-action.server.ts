/** What the pages of corrections read and do: ask for one, with a file or without, and decide one or many. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { judgeAttachment } from '#domain/correction/attachment';
import {
  CorrectionPage,
  DecideCorrectionInput,
  DecideCorrectionsInput,
  type DecideLine,
  type DecideOutcome,
  type MarkRef,
  RequestCorrectionInput,
} from '#domain/correction/correction';
import type { Bytes } from '#domain/encoding';
import { invalidField } from '#domain/errors';
import type { Queueable } from '#domain/ids';
import type { Actor, Role } from '#domain/person/user';
import { takeFile } from './attachment-file.server';
import { intentOf } from './sent-form.server';
import { messagesOf } from './structure-action.server';

// Asking.

const AskForm = RequestCorrectionInput.pick({ id: true, at: true, wanted: true, reason: true });

/** Judged before anything is asked: a request stands with its file or not at all. */
function requireAttachable(bytes: Bytes | null): void {
  const verdict = bytes && judgeAttachment(bytes);
  if (verdict && 'problem' in verdict) throw invalidField('file', verdict.problem);
}

/** Asks for the correction of a mark that a form describes.
 *  @throws Response */
export async function askForCorrection(args: ActionFunctionArgs, mark: MarkRef) {
  const bytes = await takeFile(args.context.form);
  const { errors } = await submitForm(args, AskForm, async (api, input) => {
    requireAttachable(bytes);
    const { correctionId } = await api.correction.request({ ...input, ...mark });
    if (bytes) await api.correction.attach({ correctionId, bytes });
  });
  if (errors) return data({ result: errors.data, message: null }, errors.init ?? undefined);
  const message = wordsFor(args)._(msg`Your request is sent. Your inbox tells you what is decided.`);
  return data({ result: null, message });
}

// Reading.

/** Leads administrators to their own page, and others to theirs.
 *  @throws Response */
export function requireOwnPage(actor: Actor | null, page: (role: Role) => string, isOfAdministrators: boolean): void {
  if (actor && (actor.role === 'admin') !== isOfAdministrators) throw redirect(page(actor.role));
}

/** A page of corrections. @param form minted with the page: what is sent twice is decided once
 *  @throws Response */
export function loadCorrections(args: LoaderFunctionArgs, form: Queueable, isOfAdministrators: boolean) {
  const page = CorrectionPage.catch({ list: 'open' }).parse(Object.fromEntries(new URL(args.request.url).searchParams));
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, paths.corrections, isOfAdministrators);
    const [{ rows, next }, codes] = await Promise.all([api.correction.list(page), api.reasonCode.list()]);
    return { rows, codes, next, list: page.list, isFirst: page.after === undefined, form };
  });
}

// Deciding.

type Told = { message: string | null; refused: string | null };

function decidedText(i18n: I18n, { outcome, decidedBy }: DecideOutcome): Told {
  if (outcome === 'approved') return { message: i18n._(msg`Approved. Whoever asked is told.`), refused: null };
  if (outcome === 'declined') return { message: i18n._(msg`Declined. Whoever asked is told.`), refused: null };
  const refused = decidedBy
    ? i18n._(msg`Already decided by ${decidedBy}. Nothing was changed.`)
    : i18n._(msg`Already decided by somebody else. Nothing was changed.`);
  return { message: null, refused };
}

function linesText(i18n: I18n, lines: readonly DecideLine[]): Told {
  const count = (wanted: DecideLine['outcome']) => lines.filter(({ outcome }) => outcome === wanted).length;
  const [done, late] = [count('approved') + count('declined'), count('already-decided')];
  const reasons = new Set(lines.flatMap((line) => (line.outcome === 'refused' ? [line.message] : [])));
  const message = i18n._(msg`${plural(done, { one: '# request decided.', other: '# requests decided.' })}`);
  if (done === lines.length) return { message, refused: null };
  const already =
    late > 0 &&
    i18n._(
      msg`${plural(late, { one: '# was already decided by somebody else.', other: '# were already decided by somebody else.' })}`,
    );
  const left =
    lines.length > done + late &&
    i18n._(msg`${plural(lines.length - done - late, { one: '# was not decided:', other: '# were not decided:' })}`);
  return { message: null, refused: [message, already, left, ...reasons].filter(Boolean).join(' ') };
}

/** Decides what a form says, and tells what became of it.
 *  @throws Response */
export async function decideCorrections(args: ActionFunctionArgs): Promise<Told> {
  const i18n = wordsFor(args);
  const refused = (errors: Parameters<typeof messagesOf>[0]): Told => ({ message: null, refused: messagesOf(errors).join(' ') });
  if (intentOf(args.context.form, ['one', 'many']) === 'one') {
    const { errors, value } = await submitForm(args, DecideCorrectionInput, (api, input) => api.correction.decide(input));
    return value ? decidedText(i18n, value) : refused(errors);
  }
  if (!args.context.form.has('correctionIds')) return { message: null, refused: i18n._(msg`Tick the requests first.`) };
  const { errors, value } = await submitForm(args, DecideCorrectionsInput, (api, input) => api.correction.decideMany(input));
  return value ? linesText(i18n, value) : refused(errors);
}
