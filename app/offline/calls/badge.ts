/** Scanning students' badges. */
import { ABOUT_CLASS_SESSION, type Api, type CallOf, type CallRecords } from './call';

export type BadgeCalls = {
  'attendance.scanBadge': CallOf<Api['attendance']['scanBadge'], 'badge'>;
  'attendance.undoScan': CallOf<Api['attendance']['undoScan']>;
};

export const BADGE_CALLS: CallRecords<BadgeCalls> = {
  'attendance.scanBadge': { ...ABOUT_CLASS_SESSION, secrets: ['badge'] },
  'attendance.undoScan': ABOUT_CLASS_SESSION,
};
