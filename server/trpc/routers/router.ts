/** The whole API: one router a noun. */
import { attendanceRouter } from './register/attendance';
import { auditRouter } from './school/audit';
import { authRouter } from './person/auth';
import { badgeRouter } from './register/badge';
import { calendarFeedRouter } from './timetable/calendar-feed';
import { checkInRouter } from './check-in/check-in';
import { classSessionRouter } from './register/class-session';
import { closureRouter } from './timetable/closure';
import { deviceRouter } from './check-in/device';
import { enrolmentRouter } from './structure/enrolment';
import { importRouter } from './import';
import { invitationRouter } from './person/invitation';
import { liveRouter } from './register/live';
import { notificationRouter } from './school/notification';
import { offlineRouter } from './register/offline';
import { passkeyRouter } from './person/passkey';
import { personRouter } from './person/person';
import { profileRouter } from './person/profile';
import { schoolRouter } from './school/school';
import { courseRouter, departmentRouter, sectionRouter } from './structure/section';
import { slotRouter } from './timetable/slot';
import { spotCheckRouter } from './register/spot-check';
import { termRouter } from './timetable/term';
import { timetableRouter } from './timetable/timetable';
import { userRouter } from './person/user';
import { router } from '#server/trpc/trpc';

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
