/** Changes of departments, courses and sections that several pages offer. Each form names its `intent`. */
import { type ActionFunctionArgs, data } from '@remix-run/server-runtime';
import { type Api, submitForm } from '#app/trpc/caller.server';
import { plural } from '#domain/plural';
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

type Submitted = { errors: Awaited<ReturnType<typeof submitForm>>['errors']; message: string };

type Run = (args: ActionFunctionArgs) => Promise<Submitted>;

type AnySchema = Parameters<typeof submitForm>[1];

/** Judges a form by `schema`, makes the call, and says what it did. */
function runOf<Schema extends AnySchema, Value>(
  schema: Schema,
  call: (api: Api, input: Schema['_zod']['output']) => Promise<Value>,
  message: string | ((value: Value) => string),
): Run {
  return async (args) => {
    const { errors, value } = await submitForm(args, schema, call);
    if (errors) return { errors, message: '' };
    return { errors, message: typeof message === 'string' ? message : message(value) };
  };
}

const cancelledText = ({ cancelled }: { cancelled: number }) =>
  cancelled === 0 ? '' : ` ${plural(cancelled, 'class session', 'class sessions')} ahead cancelled.`;

const RUNS = {
  'department.add': runOf(NewDepartmentInput, (api, input) => api.department.add(input), 'The department is there.'),
  'department.edit': runOf(EditDepartmentInput, (api, input) => api.department.edit(input), 'The name is saved.'),
  'course.add': runOf(NewCourseInput, (api, input) => api.course.add(input), 'The course is there. Now add its sections.'),
  'course.edit': runOf(EditCourseInput, (api, input) => api.course.edit(input), 'The course is saved.'),
  'section.add': runOf(
    NewSectionInput,
    (api, input) => api.section.add(input),
    'The section is there. Open it to add staff and students.',
  ),
  'section.edit': runOf(EditSectionInput, (api, input) => api.section.edit(input), 'The section is saved.'),
  'department.archive': runOf(
    DepartmentRef,
    (api, input) => api.department.archive(input),
    (done) => `The department and all in it are archived.${cancelledText(done)}`,
  ),
  'course.archive': runOf(
    CourseRef,
    (api, input) => api.course.archive(input),
    (done) => `The course and its sections are archived.${cancelledText(done)}`,
  ),
  'section.archive': runOf(
    SectionRef,
    (api, input) => api.section.archive(input),
    (done) => `The section is archived.${cancelledText(done)}`,
  ),
  'department.restore': runOf(
    DepartmentRef,
    (api, input) => api.department.restore(input),
    'The department is back, with what was archived together with it.',
  ),
  'course.restore': runOf(
    CourseRef,
    (api, input) => api.course.restore(input),
    'The course is back, with what was archived together with it.',
  ),
  'section.restore': runOf(
    SectionRef,
    (api, input) => api.section.restore(input),
    'The section is back, with the class sessions that were cancelled with it.',
  ),
  'department.remove': runOf(DepartmentRef, (api, input) => api.department.remove(input), 'The department is deleted.'),
  'course.remove': runOf(CourseRef, (api, input) => api.course.remove(input), 'The course is deleted.'),
  'section.remove': runOf(SectionRef, (api, input) => api.section.remove(input), 'The section is deleted.'),
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
  const { errors, message } = await RUNS[intent](args);
  const refused = errors && form === '' ? messagesOf(errors).join(' ') : null;
  return { form, intent, errors: errors?.data ?? null, refused, message: errors ? null : message };
}
