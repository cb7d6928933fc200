/** Procedures for class sessions and their registers. */
import {
  CancelInput,
  ClassSessionRef,
  ExtendInput,
  HeadCountInput,
  MoveInput,
  NewClassSessionInput,
  OpenInput,
  RegisterInput,
  ReopenInput,
  RestoreInput,
} from '#domain/register/class-session';
import { endCheckIn, extendCheckIn } from '#server/services/class-session/check-in-end';
import { closeClassSession, openClassSession, reopenClassSession } from '#server/services/class-session/class-session';
import { addClassSession } from '#server/services/class-session/class-session-add';
import {
  cancelClassSession,
  moveClassSession,
  previewMove,
  restoreClassSession,
} from '#server/services/class-session/class-session-change';
import { classSessionKey, renewKey } from '#server/services/class-session/code-key';
import { setHeadCount } from '#server/services/class-session/head-count';
import { findOpenBeside } from '#server/services/class-session/open-beside';
import { readRegister } from '#server/services/register/register-as-at';
import { getStaffDay } from '#server/services/register/staff-day';
import { listStaffedSections } from '#server/services/structure/section';
import { router, staffProcedure } from '#server/trpc/trpc';

export const classSessionRouter = router({
  today: staffProcedure.query(({ ctx }) => getStaffDay(ctx)),
  sections: staffProcedure.query(({ ctx }) => listStaffedSections(ctx)),
  register: staffProcedure.input(RegisterInput).query(({ ctx, input }) => readRegister(ctx, input)),
  key: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => classSessionKey(ctx, input.classSessionId)),
  renewKey: staffProcedure.input(ClassSessionRef).mutation(({ ctx, input }) => renewKey(ctx, input.classSessionId)),
  add: staffProcedure.input(NewClassSessionInput).mutation(({ ctx, input }) => addClassSession(ctx, input)),
  open: staffProcedure.input(OpenInput).mutation(({ ctx, input }) => openClassSession(ctx, input)),
  openBeside: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => findOpenBeside(ctx, input.classSessionId)),
  extend: staffProcedure.input(ExtendInput).mutation(({ ctx, input }) => extendCheckIn(ctx, input)),
  endCheckIn: staffProcedure.input(OpenInput).mutation(({ ctx, input }) => endCheckIn(ctx, input)),
  close: staffProcedure.input(OpenInput).mutation(({ ctx, input }) => closeClassSession(ctx, input)),
  reopen: staffProcedure.input(ReopenInput).mutation(({ ctx, input }) => reopenClassSession(ctx, input)),
  cancel: staffProcedure.input(CancelInput).mutation(({ ctx, input }) => cancelClassSession(ctx, input)),
  restore: staffProcedure.input(RestoreInput).mutation(({ ctx, input }) => restoreClassSession(ctx, input.classSessionId)),
  previewMove: staffProcedure.input(MoveInput).query(({ ctx, input }) => previewMove(ctx, input)),
  move: staffProcedure.input(MoveInput).mutation(({ ctx, input }) => moveClassSession(ctx, input)),
  setHeadCount: staffProcedure.input(HeadCountInput).mutation(({ ctx, input }) => setHeadCount(ctx, input)),
});
