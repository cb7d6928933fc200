/** How a school is divided: departments, their courses, and the class groups of a course with their staff. */

import { z } from 'zod';
import { UserId } from '#domain/person/user';
import { plainLine } from '#domain/text';
import type { WeekPattern } from '#domain/timetable/timetable';
import { says } from '#domain/words/says';

const Id = z.number().int().positive();
const required = (error: string, most: number) =>
  z
    .string({ error })
    .overwrite(plainLine)
    .min(1, error)
    .max(most, says('form.too-long', { max: most }));

/** How long names, codes and titles may be, in forms and in files. */
export const MOST = { department: 100, code: 60, title: 150 } as const;

/** Ids from a form that has nothing to choose from, or nothing chosen. */
const choice = (error: string) => z.number({ error }).int(error).positive(error);

const DepartmentName = required(says('structure.department-name-missing'), MOST.department);

export const NewDepartmentInput = z.object({ name: DepartmentName });
export const EditDepartmentInput = z.object({ departmentId: Id, name: DepartmentName });
export const DepartmentRef = z.object({ departmentId: Id });
export type EditDepartmentInput = z.infer<typeof EditDepartmentInput>;

const CourseDetails = {
  departmentId: choice(says('structure.choose-department')),
  /** Folded to upper case: the same course however it is typed. */
  code: required(says('structure.course-code-missing'), MOST.code).toUpperCase(),
  title: required(says('structure.course-title-missing'), MOST.title),
};

export const NewCourseInput = z.object(CourseDetails);
export type NewCourseInput = z.infer<typeof NewCourseInput>;
export const EditCourseInput = z.object({ courseId: Id, ...CourseDetails });
export type EditCourseInput = z.infer<typeof EditCourseInput>;
export const CourseRef = z.object({ courseId: Id });

const SectionCode = required(says('structure.section-code-missing'), MOST.code);

export const NewSectionInput = z.object({ courseId: choice(says('structure.choose-course')), code: SectionCode });
export type NewSectionInput = z.infer<typeof NewSectionInput>;
export const EditSectionInput = z.object({ sectionId: Id, code: SectionCode });
export type EditSectionInput = z.infer<typeof EditSectionInput>;
export const SectionRef = z.object({ sectionId: Id });

/** Somebody's place among a section's staff. */
export const StaffRef = z.object({ sectionId: Id, userId: UserId });
export type StaffRef = z.infer<typeof StaffRef>;

/** The columns that the list of sections can be in the order of. */
export const SECTION_SORTS = ['code', 'course', 'department', 'students'] as const;
export type SectionSort = (typeof SECTION_SORTS)[number];

/** A page of sections. `isArchived` asks for those that are put away, by themselves or with their course. */
export const SectionsInput = z.object({
  search: z.string().trim().max(100).default(''),
  departmentId: Id.nullable().default(null),
  isArchived: z.boolean().default(false),
  sort: z.enum(SECTION_SORTS).default('department'),
  isDescending: z.boolean().default(false),
  page: z.number().int().min(1).max(10_000).default(1),
});
export type SectionsInput = z.infer<typeof SectionsInput>;

/** A section in the list, with its course. `students` are those on its roll today, `staff` their names in one text. A course without
 *  sections has a row of its own, where `section` is null. */
export type ListedSection = {
  section: { id: number; code: string } | null;
  courseId: number;
  courseCode: string;
  courseTitle: string;
  departmentName: string;
  /** The section, or the course where there is none. */
  isArchived: boolean;
  students: number;
  staff: string | null;
};

/** A course, for a choice and to be changed. */
export type ListedCourse = { id: number; code: string; title: string; departmentId: number; archivedAt: number | null };

/** A department in the list. `courses` counts archived ones too. */
export type ListedDepartment = { id: number; name: string; archivedAt: number | null; courses: number };

/** A teacher or assistant of a section. */
export type SectionStaff = { id: number; name: string; email: string; role: 'teacher' | 'assistant'; photoAt: number | null };

/** When a section meets every week, or every other one. */
export type SectionSlot = {
  id: number;
  /** 1 is Monday. */
  weekday: number;
  startTime: string;
  endTime: string;
  weeks: WeekPattern;
  room: string | null;
  validFrom: string;
};

/** One enrolment in a section, which may be over or still to come. */
export type RollRow = {
  enrolmentId: number;
  fromDay: string;
  untilDay: string | null;
  studentId: number;
  name: string;
  email: string;
  studentNumber: string | null;
  archivedAt: number | null;
};

/** What can be put away and brought back together with all below it. */
export const STRUCTURES = ['department', 'course', 'section'] as const;
export type Structure = (typeof STRUCTURES)[number];
