/** What the pages of leave read and do: ask for it, take it back, decide it. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import {
  DecideLeaveInput,
  type LeaveDecideOutcome,
  LeavePage,
  OwnLeavePage,
  RequestLeaveInput,
  WithdrawLeaveInput,
} from '#domain/correction/leave';
import type { Queueable } from '#domain/ids';
import { dayAt } from '#domain/time';
import { requireOwnPage } from './correction-action.server';
import { intentOf } from './sent-form.server';
import { messagesOf } from './structure-action.server';

const queryOf = ({ request }: LoaderFunctionArgs) => Object.fromEntries(new URL(request.url).searchParams);

/** A student's own leaves, and what its form needs. @param form minted with the page
 *  @throws Response */
export function loadOwnLeaves(args: LoaderFunctionArgs, form: Queueable) {
  const page = OwnLeavePage.catch({}).parse(queryOf(args));
  return withApi(args, async (api, actor) => {
    const [{ rows, next }, codes, { zone }] = await Promise.all([
      api.leave.mine(page),
      api.reasonCode.list(),
      api.school.profile(),
    ]);
    const now = args.context.ctx.now();
    const reasons = codes.filter(({ status, isArchived }) => status === 'excused' && !isArchived);
    const today = dayAt(now, zone);
    return { rows, next, now, today, form, studentId: actor?.id ?? 0, reasons: reasons.map(({ id, name }) => ({ id, name })) };
  });
}

/** Asks for leave, or takes it back.
 *  @throws Response */
export async function changeOwnLeave(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  if (intentOf(args.context.form, ['ask', 'withdraw']) === 'withdraw') {
    const { errors } = await submitForm(args, WithdrawLeaveInput, (api, input) => api.leave.withdraw(input));
    const refused = errors ? messagesOf(errors).join(' ') : null;
    return data({ result: null, refused, message: errors ? null : i18n._(msg`Leave withdrawn.`) });
  }
  const { errors } = await submitForm(args, RequestLeaveInput, (api, input) => api.leave.request(input));
  if (errors) return data({ result: errors.data, refused: null, message: null }, errors.init ?? undefined);
  return data({ result: null, refused: null, message: i18n._(msg`Asked. Your inbox tells you what is decided.`) });
}

/** A page of leaves to decide. @param form minted with the page: what is sent twice is decided once
 *  @throws Response */
export function loadLeaves(args: LoaderFunctionArgs, form: Queueable, isOfAdministrators: boolean) {
  const page = LeavePage.catch({ list: 'open' }).parse(queryOf(args));
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, paths.leaveRequests, isOfAdministrators);
    const { rows, next } = await api.leave.list(page);
    return { rows, next, list: page.list, isFirst: page.after === undefined, now: args.context.ctx.now(), form };
  });
}

function decidedText(i18n: I18n, { outcome, decidedBy }: LeaveDecideOutcome) {
  if (outcome === 'approved') return { message: i18n._(msg`Leave approved. The student is told.`), refused: null };
  if (outcome === 'declined') return { message: i18n._(msg`Leave not approved. The student is told.`), refused: null };
  const refused = decidedBy
    ? i18n._(msg`Already decided by ${decidedBy}. Nothing was changed.`)
    : i18n._(msg`Already decided, or withdrawn. Nothing was changed.`);
  return { message: null, refused };
}

/** Decides one leave, and tells what became of it.
 *  @throws Response */
export async function decideLeave(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, DecideLeaveInput, (api, input) => api.leave.decide(input));
  return value ? decidedText(wordsFor(args), value) : { message: null, refused: messagesOf(errors).join(' ') };
}
