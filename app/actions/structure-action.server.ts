/** Changes of departments, courses and sections that several pages offer. Each form names its `intent`. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { type ActionFunctionArgs, data } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { type Api, submitForm } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import {
  CourseRef,
  DepartmentRef,
  EditCourseInput,
  EditDepartmentInput,
  EditSectionInput,
  NewCourseInput,
  NewDepartmentInput,
  NewSectionInput,
  SectionRef,
} from '#domain/structure/section';
import { intentOf } from './sent-form.server';

type Submitted = {
  errors: Awaited<ReturnType<typeof submitForm>>['errors'];
  message: string;
  /** Where to go on to; null for staying. */
  next: string | null;
};

type Run = (args: ActionFunctionArgs) => Promise<Submitted>;

type AnySchema = Parameters<typeof submitForm>[1];

/** Judges a form by `schema`, makes the call, and says what it did. */
function runOf<Schema extends AnySchema, Value>(
  schema: Schema,
  call: (api: Api, input: Schema['_zod']['output']) => Promise<Value>,
  message: MessageDescriptor | ((value: Value, i18n: I18n) => string),
): Run {
  return async (args) => {
    const { errors, value } = await submitForm(args, schema, call);
    if (errors) return { errors, message: '', next: null };
    const i18n = wordsFor(args);
    return { errors, message: typeof message === 'function' ? message(value, i18n) : i18n._(message), next: null };
  };
}

/** Judges a form by `schema`, makes the call, and goes on to where the next step is made. */
function goOn<Schema extends AnySchema, Value>(
  schema: Schema,
  call: (api: Api, input: Schema['_zod']['output']) => Promise<Value>,
  next: (value: Value) => string,
): Run {
  return async (args) => {
    const { errors, value } = await submitForm(args, schema, call);
    return { errors, message: '', next: errors ? null : next(value) };
  };
}

/** What was archived, and how many class sessions ahead are cancelled with it. */
function archivedText(i18n: I18n, archived: MessageDescriptor, { cancelled }: { cancelled: number }): string {
  if (cancelled === 0) return i18n._(archived);
  const ahead = msg`${plural(cancelled, { one: '# class session ahead cancelled.', other: '# class sessions ahead cancelled.' })}`;
  return [archived, ahead].map((one) => i18n._(one)).join(' ');
}

const RUNS = {
  'department.add': runOf(NewDepartmentInput, (api, input) => api.department.add(input), msg`Department added.`),
  'department.edit': runOf(EditDepartmentInput, (api, input) => api.department.edit(input), msg`Name saved.`),
  'course.add': goOn(
    NewCourseInput,
    (api, input) => api.course.add(input),
    ({ courseId }) => paths.sections({ open: 'section', course: courseId }),
  ),
  'course.edit': runOf(EditCourseInput, (api, input) => api.course.edit(input), msg`Course saved.`),
  'section.add': goOn(
    NewSectionInput,
    (api, input) => api.section.add(input),
    ({ sectionId }) => paths.section(sectionId, { added: '' }),
  ),
  'section.edit': runOf(EditSectionInput, (api, input) => api.section.edit(input), msg`Section saved.`),
  'department.archive': runOf(
    DepartmentRef,
    (api, input) => api.department.archive(input),
    (done, i18n) => archivedText(i18n, msg`Department and everything in it archived.`, done),
  ),
  'course.archive': runOf(
    CourseRef,
    (api, input) => api.course.archive(input),
    (done, i18n) => archivedText(i18n, msg`Course and its sections archived.`, done),
  ),
  'section.archive': runOf(
    SectionRef,
    (api, input) => api.section.archive(input),
    (done, i18n) => archivedText(i18n, msg`Section archived.`, done),
  ),
  'department.restore': runOf(
    DepartmentRef,
    (api, input) => api.department.restore(input),
    msg`Department restored, with everything archived along with it.`,
  ),
  'course.restore': runOf(
    CourseRef,
    (api, input) => api.course.restore(input),
    msg`Course restored, with everything archived along with it.`,
  ),
  'section.restore': runOf(
    SectionRef,
    (api, input) => api.section.restore(input),
    msg`Section restored, with the class sessions that were cancelled with it.`,
  ),
  'department.remove': runOf(DepartmentRef, (api, input) => api.department.remove(input), msg`Department deleted.`),
  'course.remove': runOf(CourseRef, (api, input) => api.course.remove(input), msg`Course deleted.`),
  'section.remove': runOf(SectionRef, (api, input) => api.section.remove(input), msg`Section deleted.`),
};

const INTENTS = Object.keys(RUNS) as (keyof typeof RUNS)[];

/** What was wrong with a form as one list of messages. */
export function messagesOf(errors: Submitted['errors']): string[] {
  return Object.values(errors?.data.error ?? {}).flatMap((messages) => messages ?? []);
}

/** What a page shows of it: messages at the fields of the form that was sent, or one sentence. */
export type StructureOutcome = {
  form: string;
  intent: string;
  errors: NonNullable<Submitted['errors']>['data'] | null;
  refused: string | null;
  message: string | null;
  next: string | null;
};

/** The answer that tells an outcome. */
export function answerOf<Outcome extends StructureOutcome>(outcome: Outcome) {
  return data(outcome, outcome.errors ? 400 : 200);
}

/** Runs the form that was sent. @throws Response 400 for one that is none of these */
export async function runStructureForm(args: ActionFunctionArgs): Promise<StructureOutcome> {
  const sent = args.context.form;
  const intent = intentOf(sent, INTENTS);
  const form = String(sent.get('form') ?? '');
  const { errors, message, next } = await RUNS[intent](args);
  const refused = errors && form === '' ? messagesOf(errors).join(' ') : null;
  return { form, intent, errors: errors?.data ?? null, refused, message: errors ? null : message, next };
}
