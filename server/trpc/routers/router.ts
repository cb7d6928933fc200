/** The whole API: one router a noun. */

import { router } from '#server/trpc/trpc';
import { checkInRouter } from './check-in/check-in';
import { deviceRouter } from './check-in/device';
import { correctionRouter } from './correction/correction';
import { leaveRouter } from './correction/leave';
import { reasonCodeRouter } from './correction/reason-code';
import { importRouter } from './import';
import { alertRouter } from './message/alert';
import { announcementRouter } from './message/announcement';
import { channelRouter } from './message/channel';
import { deliveryRouter } from './message/delivery';
import { notificationRouter } from './message/notification';
import { pushRouter } from './message/push';
import { reminderRouter } from './message/reminder';
import { authRouter } from './person/auth';
import { guardianRouter } from './person/guardian';
import { invitationRouter } from './person/invitation';
import { passkeyRouter } from './person/passkey';
import { personRouter } from './person/person';
import { profileRouter } from './person/profile';
import { userRouter } from './person/user';
import { attendanceRouter } from './register/attendance';
import { badgeRouter } from './register/badge';
import { classSessionRouter } from './register/class-session';
import { coverRouter } from './register/cover';
import { liveRouter } from './register/live';
import { offlineRouter } from './register/offline';
import { spotCheckRouter } from './register/spot-check';
import { reportRouter } from './report/report';
import { auditRouter } from './school/audit';
import { dataRouter } from './school/data';
import { schoolRouter } from './school/school';
import { enrolmentRouter } from './structure/enrolment';
import { courseRouter, departmentRouter, sectionRouter } from './structure/section';
import { calendarFeedRouter } from './timetable/calendar-feed';
import { closureRouter } from './timetable/closure';
import { slotRouter } from './timetable/slot';
import { termRouter } from './timetable/term';
import { timetableRouter } from './timetable/timetable';

export const appRouter = router({
  alert: alertRouter,
  announcement: announcementRouter,
  attendance: attendanceRouter,
  audit: auditRouter,
  auth: authRouter,
  badge: badgeRouter,
  calendarFeed: calendarFeedRouter,
  channel: channelRouter,
  checkIn: checkInRouter,
  classSession: classSessionRouter,
  closure: closureRouter,
  correction: correctionRouter,
  course: courseRouter,
  cover: coverRouter,
  data: dataRouter,
  delivery: deliveryRouter,
  department: departmentRouter,
  device: deviceRouter,
  enrolment: enrolmentRouter,
  guardian: guardianRouter,
  import: importRouter,
  invitation: invitationRouter,
  leave: leaveRouter,
  live: liveRouter,
  notification: notificationRouter,
  offline: offlineRouter,
  passkey: passkeyRouter,
  person: personRouter,
  profile: profileRouter,
  push: pushRouter,
  reasonCode: reasonCodeRouter,
  reminder: reminderRouter,
  report: reportRouter,
  school: schoolRouter,
  section: sectionRouter,
  slot: slotRouter,
  spotCheck: spotCheckRouter,
  term: termRouter,
  timetable: timetableRouter,
  user: userRouter,
});
export type AppRouter = typeof appRouter;
