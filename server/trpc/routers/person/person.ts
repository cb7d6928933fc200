/** Procedures for people, for administrators. */
import { MergeInput, MergeRef, MergeUndo } from '#domain/person/merge';
import {
  ChangeRoleInput,
  EditPersonInput,
  NewPersonInput,
  PeopleInput,
  PeopleRef,
  PersonRef,
  type StandingAction,
} from '#domain/person/person';
import { CountedInput } from '#domain/report/counted';
import { listPeople, listStudents } from '#server/services/person/people';
import { getPerson } from '#server/services/person/person';
import { addPerson, editPerson, removePerson } from '#server/services/person/person-edit';
import { mergePeople, previewMerge, undoMerge } from '#server/services/person/person-merge';
import { changeRole, changeStanding, previewRole } from '#server/services/person/person-standing';
import { listCountedOf } from '#server/services/report/counted-sessions';
import { adminProcedure, router } from '#server/trpc/trpc';

const standing = (action: StandingAction) =>
  adminProcedure.input(PeopleRef).mutation(({ ctx, input }) => changeStanding(ctx, action, input.userIds));

export const personRouter = router({
  list: adminProcedure.input(PeopleInput).query(({ ctx, input }) => listPeople(ctx, input)),
  students: adminProcedure.input(PeopleRef).query(({ ctx, input }) => listStudents(ctx, input.userIds)),
  get: adminProcedure.input(PersonRef).query(({ ctx, input }) => getPerson(ctx, input.personId)),
  sessions: adminProcedure
    .input(PersonRef.and(CountedInput))
    .query(({ ctx, input: { personId, ...asked } }) => listCountedOf(ctx, personId, asked)),
  add: adminProcedure.input(NewPersonInput).mutation(({ ctx, input }) => addPerson(ctx, input)),
  edit: adminProcedure.input(EditPersonInput).mutation(({ ctx, input }) => editPerson(ctx, input)),
  remove: adminProcedure.input(PersonRef).mutation(({ ctx, input }) => removePerson(ctx, input.personId)),
  suspend: standing('suspend'),
  reactivate: standing('reactivate'),
  archive: standing('archive'),
  restore: standing('restore'),
  /** Takes an approval back: the person waits again. */
  withdraw: standing('withdraw'),
  previewRole: adminProcedure
    .input(ChangeRoleInput.pick({ personId: true, role: true }))
    .query(({ ctx, input }) => previewRole(ctx, input)),
  previewMerge: adminProcedure.input(MergeRef).query(({ ctx, input }) => previewMerge(ctx, input)),
  merge: adminProcedure.input(MergeInput).mutation(({ ctx, input }) => mergePeople(ctx, input)),
  undoMerge: adminProcedure.input(MergeUndo).mutation(({ ctx, input }) => undoMerge(ctx, input.mergeId)),
  changeRole: adminProcedure.input(ChangeRoleInput).mutation(({ ctx, input }) => changeRole(ctx, input)),
});
