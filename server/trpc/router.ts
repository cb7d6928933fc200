/** The whole API: one router a noun. */
import { attendanceRouter } from './routers/attendance';
import { auditRouter } from './routers/audit';
import { authRouter } from './routers/auth';
import { badgeRouter } from './routers/badge';
import { checkInRouter } from './routers/check-in';
import { classSessionRouter } from './routers/class-session';
import { deviceRouter } from './routers/device';
import { importRouter } from './routers/import';
import { liveRouter } from './routers/live';
import { offlineRouter } from './routers/offline';
import { schoolRouter } from './routers/school';
import { spotCheckRouter } from './routers/spot-check';
import { timetableRouter } from './routers/timetable';
import { userRouter } from './routers/user';
import { router } from './trpc';

export const appRouter = router({
  attendance: attendanceRouter,
  audit: auditRouter,
  auth: authRouter,
  badge: badgeRouter,
  checkIn: checkInRouter,
  classSession: classSessionRouter,
  device: deviceRouter,
  import: importRouter,
  live: liveRouter,
  offline: offlineRouter,
  school: schoolRouter,
  spotCheck: spotCheckRouter,
  timetable: timetableRouter,
  user: userRouter,
});
export type AppRouter = typeof appRouter;
