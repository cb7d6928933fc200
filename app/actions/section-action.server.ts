/** Changes on the page of one section: staff and enrolments. What reaches back into held registers is asked about before it is made. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ActionFunctionArgs } from '@remix-run/server-runtime';
import type { WaitingChange } from '#app/components/section/roll-effect';
import { type Api, submitForm } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import {
  ChangeEnrolmentInput,
  EnrolmentRef,
  MoveEnrolmentInput,
  NewEnrolmentInput,
  type RollEffect,
} from '#domain/structure/enrolment';
import { StaffRef } from '#domain/structure/section';
import { messagesOf, type StructureOutcome } from './structure-action.server';

/** `change` waits for a yes; the others say what happened. */
export type SectionOutcome = StructureOutcome & { change: WaitingChange | null };

type Sent = { args: ActionFunctionArgs; intent: string; form: string; values: Record<string, string> };

type Errors = Awaited<ReturnType<typeof submitForm>>['errors'];

function outcome({ intent, form }: Sent, errors: Errors, given: Partial<SectionOutcome> = {}): SectionOutcome {
  const refused = errors && form === '' ? messagesOf(errors).join(' ') : null;
  return { form, intent, errors: errors?.data ?? null, refused, message: null, change: null, ...(errors ? {} : given) };
}

type AnySchema = Parameters<typeof submitForm>[1];

type Plan<Schema extends AnySchema> = {
  schema: Schema;
  preview: (api: Api, input: Schema['_zod']['output']) => Promise<RollEffect>;
  apply: (api: Api, input: Schema['_zod']['output']) => Promise<unknown>;
  message: MessageDescriptor;
};

/** Asks first where held registers would count otherwise; else makes the change at once. */
async function withPreview<Schema extends AnySchema>(sent: Sent, plan: Plan<Schema>): Promise<SectionOutcome> {
  const isConfirmed = sent.values.isConfirmed === 'on';
  const { errors, value } = await submitForm(sent.args, plan.schema, async (api, input): Promise<RollEffect | null> => {
    const effect = isConfirmed ? null : await plan.preview(api, input);
    if (effect && effect.starts.length + effect.stops.length > 0) return effect;
    await plan.apply(api, input);
    return null;
  });
  if (!value) return outcome(sent, errors, { message: wordsFor(sent.args)._(plan.message) });
  return outcome(sent, errors, { change: { intent: sent.intent, values: sent.values, effect: value } });
}

type Run = (sent: Sent) => Promise<SectionOutcome>;

const RUNS: Record<string, Run> = {
  'staff.add': async (sent) => {
    const { errors, value } = await submitForm(sent.args, StaffRef, (api, input) => api.section.addStaff(input));
    return outcome(sent, errors, { message: wordsFor(sent.args)._(msg`${value?.name ?? ''} is staff of this section now.`) });
  },
  'staff.remove': async (sent) => {
    const { errors, value } = await submitForm(sent.args, StaffRef, (api, input) => api.section.removeStaff(input));
    return outcome(sent, errors, {
      message: wordsFor(sent.args)._(msg`${value?.name ?? ''} is no longer staff of this section.`),
    });
  },
  'enrolment.add': (sent) =>
    withPreview(sent, {
      schema: NewEnrolmentInput,
      preview: (api, input) => api.enrolment.previewAdd(input),
      apply: (api, input) => api.enrolment.add(input),
      message: msg`Student enrolled.`,
    }),
  'enrolment.change': (sent) =>
    withPreview(sent, {
      schema: ChangeEnrolmentInput,
      preview: (api, input) => api.enrolment.previewChange(input),
      apply: (api, input) => api.enrolment.change(input),
      message: msg`Days saved.`,
    }),
  'enrolment.move': (sent) =>
    withPreview(sent, {
      schema: MoveEnrolmentInput,
      preview: (api, input) => api.enrolment.previewMove(input),
      apply: (api, input) => api.enrolment.move(input),
      message: msg`Student moved.`,
    }),
  'enrolment.remove': async (sent) => {
    const { errors } = await submitForm(sent.args, EnrolmentRef, (api, input) => api.enrolment.remove(input));
    return outcome(sent, errors, { message: wordsFor(sent.args)._(msg`Enrolment removed.`) });
  },
};

/** What may be sent again with a yes. */
function valuesOf(form: FormData): Record<string, string> {
  const entries = [...form].flatMap(([name, value]) => (typeof value === 'string' && name !== 'intent' ? [[name, value]] : []));
  return Object.fromEntries(entries);
}

/** Runs the form that was sent; null for one that is not of staff or enrolments. */
export async function runSectionForm(args: ActionFunctionArgs): Promise<SectionOutcome | null> {
  const { form } = args.context;
  const intent = String(form.get('intent'));
  const run = Object.hasOwn(RUNS, intent) ? RUNS[intent] : undefined;
  return run ? run({ args, intent, form: String(form.get('form') ?? ''), values: valuesOf(form) }) : null;
}
