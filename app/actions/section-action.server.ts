/** Changes on the page of one section: staff and enrolments. What reaches back into held registers is asked about before it is made. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { ActionFunctionArgs } from '@remix-run/server-runtime';
import type { WaitingChange } from '#app/components/section/roll-effect';
import { type Api, submitForm } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import {
  AddedEnrolments,
  ChangeEnrolmentInput,
  EnrolmentRef,
  MoveEnrolmentInput,
  NewEnrolmentsInput,
  type RollEffect,
} from '#domain/structure/enrolment';
import { StaffRef } from '#domain/structure/section';
import { messagesOf, type StructureOutcome } from './structure-action.server';

/** `change` waits for a yes; the others say what happened. `added` are new, to be taken back. */
export type SectionOutcome = StructureOutcome & { change: WaitingChange | null; added: AddedEnrolments | null };

type Sent = { args: ActionFunctionArgs; intent: string; form: string };

type Errors = Awaited<ReturnType<typeof submitForm>>['errors'];

function outcome({ intent, form }: Sent, errors: Errors, given: Partial<SectionOutcome> = {}): SectionOutcome {
  const refused = errors && form === '' ? messagesOf(errors).join(' ') : null;
  return {
    form,
    intent,
    errors: errors?.data ?? null,
    refused,
    message: null,
    next: null,
    change: null,
    added: null,
    ...(errors ? {} : given),
  };
}

type AnySchema = Parameters<typeof submitForm>[1];

type Plan<Schema extends AnySchema, Value> = {
  schema: Schema;
  preview: (api: Api, input: Schema['_zod']['output']) => Promise<RollEffect>;
  apply: (api: Api, input: Schema['_zod']['output']) => Promise<Value>;
  done: (value: Value, i18n: I18n) => Partial<SectionOutcome>;
};

/** What may be sent again with a yes. */
function valuesOf(form: FormData): [string, string][] {
  return [...form].flatMap(([name, value]) => (typeof value === 'string' && name !== 'intent' ? [[name, value]] : []));
}

/** Asks first where held registers would count otherwise; else makes the change at once. */
async function withPreview<Schema extends AnySchema, Value>(sent: Sent, plan: Plan<Schema, Value>): Promise<SectionOutcome> {
  const { args, intent } = sent;
  const isConfirmed = args.context.form.get('isConfirmed') === 'on';
  const { errors, value } = await submitForm(args, plan.schema, async (api, input) => {
    const effect = isConfirmed ? null : await plan.preview(api, input);
    if (effect && effect.starts.length + effect.stops.length > 0) return { effect };
    return { done: plan.done(await plan.apply(api, input), wordsFor(args)) };
  });
  if (!value?.effect) return outcome(sent, errors, value?.done);
  return outcome(sent, errors, { change: { intent, values: valuesOf(args.context.form), effect: value.effect } });
}

function removedText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# enrolment removed.', other: '# enrolments removed.' })}`);
}

function enrolledText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# student enrolled.', other: '# students enrolled.' })}`);
}

type Run = (sent: Sent) => Promise<SectionOutcome>;

const RUNS: Record<string, Run> = {
  'staff.add': async (sent) => {
    const { errors, value } = await submitForm(sent.args, StaffRef, (api, input) => api.section.addStaff(input));
    return outcome(sent, errors, {
      message: wordsFor(sent.args)._(msg`${value?.name ?? ''} added to the staff of this section.`),
    });
  },
  'staff.remove': async (sent) => {
    const { errors, value } = await submitForm(sent.args, StaffRef, (api, input) => api.section.removeStaff(input));
    return outcome(sent, errors, {
      message: wordsFor(sent.args)._(msg`${value?.name ?? ''} removed from the staff of this section.`),
    });
  },
  'enrolment.add': (sent) =>
    withPreview(sent, {
      schema: NewEnrolmentsInput,
      preview: (api, input) => api.enrolment.previewAdd(input),
      apply: (api, input) => api.enrolment.add(input),
      done: (added, i18n) => ({ message: enrolledText(i18n, added.enrolmentIds.length), added }),
    }),
  'enrolment.undoAdd': async (sent) => {
    const { errors, value } = await submitForm(sent.args, AddedEnrolments, (api, input) => api.enrolment.undoAdd(input));
    return outcome(sent, errors, { message: removedText(wordsFor(sent.args), value?.removed ?? 0) });
  },
  'enrolment.change': (sent) =>
    withPreview(sent, {
      schema: ChangeEnrolmentInput,
      preview: (api, input) => api.enrolment.previewChange(input),
      apply: (api, input) => api.enrolment.change(input),
      done: (_, i18n) => ({ message: i18n._(msg`Days saved.`) }),
    }),
  'enrolment.move': (sent) =>
    withPreview(sent, {
      schema: MoveEnrolmentInput,
      preview: (api, input) => api.enrolment.previewMove(input),
      apply: (api, input) => api.enrolment.move(input),
      done: (_, i18n) => ({ message: i18n._(msg`Student moved.`) }),
    }),
  'enrolment.remove': async (sent) => {
    const { errors } = await submitForm(sent.args, EnrolmentRef, (api, input) => api.enrolment.remove(input));
    return outcome(sent, errors, { message: wordsFor(sent.args)._(msg`Enrolment removed.`) });
  },
};

/** Runs the form that was sent; null for one that is not of staff or enrolments. */
export async function runSectionForm(args: ActionFunctionArgs): Promise<SectionOutcome | null> {
  const { form } = args.context;
  const intent = String(form.get('intent'));
  const run = Object.hasOwn(RUNS, intent) ? RUNS[intent] : undefined;
  return run ? run({ args, intent, form: String(form.get('form') ?? '') }) : null;
}
