/** Setting marks. */
import { ABOUT_CLASS_SESSION, type Api, type CallOf, type CallRecords } from './call';

export type AttendanceCalls = {
  'attendance.mark': CallOf<Api['attendance']['mark']>;
  'attendance.markMany': CallOf<Api['attendance']['markMany']>;
};

export const ATTENDANCE_CALLS: CallRecords<AttendanceCalls> = {
  'attendance.mark': ABOUT_CLASS_SESSION,
  'attendance.markMany': ABOUT_CLASS_SESSION,
};
