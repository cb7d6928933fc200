/** Filters of reports that an administrator keeps under a name: what is stored of one, and how its days go with the calendar. Pure. */
import { z } from 'zod';
import { nameSchema } from '#domain/text';
import { addDays, daysBetween } from '#domain/time';
import { says } from '#domain/words/says';
import { BREAKDOWNS, ReportFilter, SessionsAddress, SessionsInput } from './report-filter';

/** The pages of reports. */
export const REPORT_PAGES = ['attendance', 'students', 'registers', 'sessions'] as const;
export type ReportPage = (typeof REPORT_PAGES)[number];

/** Lists of students who miss much. */
export const STUDENT_LISTS = ['frequent', 'chronic', 'falling'] as const;
export type StudentListName = (typeof STUDENT_LISTS)[number];

const NARROWED = SessionsInput.shape;

/** What a page says beside the filter. */
export const ViewDetail = z.object({
  split: z.enum(BREAKDOWNS).optional(),
  list: z.enum(STUDENT_LISTS).optional(),
  ...{ weekday: NARROWED.weekday, hour: NARROWED.hour, reasonCodeId: NARROWED.reasonCodeId },
  ...{ status: NARROWED.status, missed: NARROWED.missed },
});
export type ViewDetail = z.infer<typeof ViewDetail>;

/** The same out of an address, where everything is a text, and the student it is narrowed to; what cannot be is left out. */
export const AddressDetail = SessionsAddress.omit({ after: true }).extend({
  split: ViewDetail.shape.split.catch(undefined),
  list: ViewDetail.shape.list.catch(undefined),
});

const MAX_NAME = 60;

/** Views that one person may keep. */
export const MAX_VIEWS = 50;

const ViewName = nameSchema({ most: MAX_NAME, missing: says('report.view-name') });
const ViewId = z.number().int().positive();

export const SaveViewInput = z.object({
  name: ViewName,
  page: z.enum(REPORT_PAGES),
  filter: ReportFilter,
  detail: ViewDetail,
  isRolling: z.boolean(),
});
export type SaveViewInput = z.infer<typeof SaveViewInput>;

export const ViewRef = z.object({ viewId: ViewId });
export type ViewRef = z.infer<typeof ViewRef>;
export const RenameViewInput = z.object({ viewId: ViewId, name: ViewName });
export type RenameViewInput = z.infer<typeof RenameViewInput>;

/** A form that saves the view an address shows: its page and its query, as the browser has it. */
export const SaveViewForm = z.object({ name: ViewName, page: z.enum(REPORT_PAGES), search: z.string().max(1_000).default('') });
export type SaveViewForm = z.infer<typeof SaveViewForm>;
export const RenameViewForm = z.object({ viewId: z.coerce.number().pipe(ViewId), name: ViewName });
export const RemoveViewForm = RenameViewForm.pick({ viewId: true });

/** A view as it is now. */
export type SavedView = SaveViewInput & ViewRef;

/** Days up to today go on with the calendar; others, and figures as at an instant, stay. */
export function isRollingFilter({ until, asAt }: Pick<ReportFilter, 'until' | 'asAt'>, today: string): boolean {
  return until === today && asAt === undefined;
}

/** A view with its days up to today, if they go on. */
export function viewOn<View extends Pick<SavedView, 'filter' | 'isRolling'>>(view: View, today: string): View {
  const { from, until } = view.filter;
  if (!view.isRolling) return view;
  return { ...view, filter: { ...view.filter, from: addDays(today, daysBetween(until, from)), until: today } };
}
