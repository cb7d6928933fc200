/** The whole API: one router a noun. */
import { attendanceRouter } from './routers/attendance';
import { auditRouter } from './routers/audit';
import { authRouter } from './routers/auth';
import { badgeRouter } from './routers/badge';
import { calendarFeedRouter } from './routers/calendar-feed';
import { checkInRouter } from './routers/check-in';
import { classSessionRouter } from './routers/class-session';
import { closureRouter } from './routers/closure';
import { deviceRouter } from './routers/device';
import { enrolmentRouter } from './routers/enrolment';
import { importRouter } from './routers/import';
import { invitationRouter } from './routers/invitation';
import { liveRouter } from './routers/live';
import { notificationRouter } from './routers/notification';
import { offlineRouter } from './routers/offline';
import { passkeyRouter } from './routers/passkey';
import { personRouter } from './routers/person';
import { profileRouter } from './routers/profile';
import { schoolRouter } from './routers/school';
import { courseRouter, departmentRouter, sectionRouter } from './routers/section';
import { slotRouter } from './routers/slot';
import { spotCheckRouter } from './routers/spot-check';
import { termRouter } from './routers/term';
import { timetableRouter } from './routers/timetable';
import { userRouter } from './routers/user';
import { router } from './trpc';

export const appRouter = router({
  attendance: attendanceRouter,
  audit: auditRouter,
  auth: authRouter,
  badge: badgeRouter,
  calendarFeed: calendarFeedRouter,
  checkIn: checkInRouter,
  classSession: classSessionRouter,
  closure: closureRouter,
  course: courseRouter,
  department: departmentRouter,
  device: deviceRouter,
  enrolment: enrolmentRouter,
  import: importRouter,
  invitation: invitationRouter,
  live: liveRouter,
  notification: notificationRouter,
  offline: offlineRouter,
  passkey: passkeyRouter,
  person: personRouter,
  profile: profileRouter,
  school: schoolRouter,
  section: sectionRouter,
  slot: slotRouter,
  spotCheck: spotCheckRouter,
  term: termRouter,
  timetable: timetableRouter,
  user: userRouter,
});
export type AppRouter = typeof appRouter;
