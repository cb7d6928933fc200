/** The doors to departments, courses and sections, for administrators. */
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
  SectionsInput,
  StaffRef,
} from '#domain/structure/section';
import { archiveStructure, removeStructure, restoreStructure } from '#server/services/structure/archiving';
import {
  addCourse,
  addDepartment,
  editCourse,
  editDepartment,
  listCourses,
  listDepartments,
} from '#server/services/structure/course';
import { getSection, listSections } from '#server/services/structure/section';
import { addSection, addStaff, editSection, removeStaff } from '#server/services/structure/section-edit';
import { adminProcedure, router } from '#server/trpc/trpc';

const department = adminProcedure.input(DepartmentRef);

export const departmentRouter = router({
  list: adminProcedure.query(({ ctx }) => listDepartments(ctx)),
  add: adminProcedure.input(NewDepartmentInput).mutation(({ ctx, input }) => addDepartment(ctx, input)),
  edit: adminProcedure.input(EditDepartmentInput).mutation(({ ctx, input }) => editDepartment(ctx, input)),
  archive: department.mutation(({ ctx, input }) => archiveStructure(ctx, 'department', input.departmentId)),
  restore: department.mutation(({ ctx, input }) => restoreStructure(ctx, 'department', input.departmentId)),
  remove: department.mutation(({ ctx, input }) => removeStructure(ctx, 'department', input.departmentId)),
});

const course = adminProcedure.input(CourseRef);

export const courseRouter = router({
  list: adminProcedure.query(({ ctx }) => listCourses(ctx)),
  add: adminProcedure.input(NewCourseInput).mutation(({ ctx, input }) => addCourse(ctx, input)),
  edit: adminProcedure.input(EditCourseInput).mutation(({ ctx, input }) => editCourse(ctx, input)),
  archive: course.mutation(({ ctx, input }) => archiveStructure(ctx, 'course', input.courseId)),
  restore: course.mutation(({ ctx, input }) => restoreStructure(ctx, 'course', input.courseId)),
  remove: course.mutation(({ ctx, input }) => removeStructure(ctx, 'course', input.courseId)),
});

const section = adminProcedure.input(SectionRef);

export const sectionRouter = router({
  list: adminProcedure.input(SectionsInput).query(({ ctx, input }) => listSections(ctx, input)),
  get: section.query(({ ctx, input }) => getSection(ctx, input.sectionId)),
  add: adminProcedure.input(NewSectionInput).mutation(({ ctx, input }) => addSection(ctx, input)),
  edit: adminProcedure.input(EditSectionInput).mutation(({ ctx, input }) => editSection(ctx, input)),
  addStaff: adminProcedure.input(StaffRef).mutation(({ ctx, input }) => addStaff(ctx, input)),
  removeStaff: adminProcedure.input(StaffRef).mutation(({ ctx, input }) => removeStaff(ctx, input)),
  archive: section.mutation(({ ctx, input }) => archiveStructure(ctx, 'section', input.sectionId)),
  restore: section.mutation(({ ctx, input }) => restoreStructure(ctx, 'section', input.sectionId)),
  remove: section.mutation(({ ctx, input }) => removeStructure(ctx, 'section', input.sectionId)),
});
