/** Changes of departments, courses and sections that several pages offer. Each form names its `intent`. */
import { type ActionFunctionArgs, data } from '@remix-run/server-runtime';
import { submitForm } from '#app/trpc/caller.server';
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

/** Runs one form and says what it did. */
type Run = (args: ActionFunctionArgs) => Promise<Submitted>;

const cancelledText = ({ cancelled }: { cancelled: number }) =>
  cancelled === 0 ? '' : ` ${plural(cancelled, 'class session', 'class sessions')} ahead cancelled.`;

const RUNS = {
  'department.add': async (args) => {
    const { errors } = await submitForm(args, NewDepartmentInput, (api, input) => api.department.add(input));
    return { errors, message: 'The department is there.' };
  },
  'department.edit': async (args) => {
    const { errors } = await submitForm(args, EditDepartmentInput, (api, input) => api.department.edit(input));
    return { errors, message: 'The name is saved.' };
  },
  'course.add': async (args) => {
    const { errors } = await submitForm(args, NewCourseInput, (api, input) => api.course.add(input));
    return { errors, message: 'The course is there. Now add its sections.' };
  },
  'course.edit': async (args) => {
    const { errors } = await submitForm(args, EditCourseInput, (api, input) => api.course.edit(input));
    return { errors, message: 'The course is saved.' };
  },
  'section.add': async (args) => {
    const { errors } = await submitForm(args, NewSectionInput, (api, input) => api.section.add(input));
    return { errors, message: 'The section is there. Open it to add staff and students.' };
  },
  'section.edit': async (args) => {
    const { errors } = await submitForm(args, EditSectionInput, (api, input) => api.section.edit(input));
    return { errors, message: 'The section is saved.' };
  },
  'department.archive': async (args) => {
    const { errors, value } = await submitForm(args, DepartmentRef, (api, input) => api.department.archive(input));
    return { errors, message: `The department and all in it are archived.${value ? cancelledText(value) : ''}` };
  },
  'course.archive': async (args) => {
    const { errors, value } = await submitForm(args, CourseRef, (api, input) => api.course.archive(input));
    return { errors, message: `The course and its sections are archived.${value ? cancelledText(value) : ''}` };
  },
  'section.archive': async (args) => {
    const { errors, value } = await submitForm(args, SectionRef, (api, input) => api.section.archive(input));
    return { errors, message: `The section is archived.${value ? cancelledText(value) : ''}` };
  },
  'department.restore': async (args) => {
    const { errors } = await submitForm(args, DepartmentRef, (api, input) => api.department.restore(input));
    return { errors, message: 'The department is back, with what was archived together with it.' };
  },
  'course.restore': async (args) => {
    const { errors } = await submitForm(args, CourseRef, (api, input) => api.course.restore(input));
    return { errors, message: 'The course is back, with what was archived together with it.' };
  },
  'section.restore': async (args) => {
    const { errors } = await submitForm(args, SectionRef, (api, input) => api.section.restore(input));
    return { errors, message: 'The section is back, with the class sessions that were cancelled with it.' };
  },
  'department.remove': async (args) => {
    const { errors } = await submitForm(args, DepartmentRef, (api, input) => api.department.remove(input));
    return { errors, message: 'The department is deleted.' };
  },
  'course.remove': async (args) => {
    const { errors } = await submitForm(args, CourseRef, (api, input) => api.course.remove(input));
    return { errors, message: 'The course is deleted.' };
  },
  'section.remove': async (args) => {
    const { errors } = await submitForm(args, SectionRef, (api, input) => api.section.remove(input));
    return { errors, message: 'The section is deleted.' };
  },
} satisfies Record<string, Run>;

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
