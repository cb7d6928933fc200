/** The door to class sessions and their registers. */
import {
  ClassSessionRef,
  ExtendInput,
  HeadCountInput,
  NewClassSessionInput,
  OpenInput,
  ReopenInput,
} from '#domain/class-session';
import {
  addClassSession,
  classSessionKey,
  closeClassSession,
  endCheckIn,
  extendCheckIn,
  openClassSession,
  reopenClassSession,
  setHeadCount,
} from '#server/services/class-session';
import { getStaffDay } from '#server/services/live';
import { getRegister } from '#server/services/register';
import { listStaffedSections } from '#server/services/section';
import { router, staffProcedure } from '../trpc';

export const classSessionRouter = router({
  today: staffProcedure.query(({ ctx }) => getStaffDay(ctx)),
  sections: staffProcedure.query(({ ctx }) => listStaffedSections(ctx)),
  register: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => getRegister(ctx, input.classSessionId)),
  key: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => classSessionKey(ctx, input.classSessionId)),
  add: staffProcedure.input(NewClassSessionInput).mutation(({ ctx, input }) => addClassSession(ctx, input)),
  open: staffProcedure.input(OpenInput).mutation(({ ctx, input }) => openClassSession(ctx, input)),
  extend: staffProcedure.input(ExtendInput).mutation(({ ctx, input }) => extendCheckIn(ctx, input)),
  endCheckIn: staffProcedure.input(OpenInput).mutation(({ ctx, input }) => endCheckIn(ctx, input)),
  close: staffProcedure.input(OpenInput).mutation(({ ctx, input }) => closeClassSession(ctx, input)),
  reopen: staffProcedure.input(ReopenInput).mutation(({ ctx, input }) => reopenClassSession(ctx, input)),
  setHeadCount: staffProcedure.input(HeadCountInput).mutation(({ ctx, input }) => setHeadCount(ctx, input)),
});
