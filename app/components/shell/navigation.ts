/** Where each role can go. Only screens that exist are named; the shell shows them as a sidebar or as bottom navigation. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  BellRing,
  CalendarCheck,
  CalendarDays,
  CalendarRange,
  ChartColumn,
  ClipboardCheck,
  Database,
  FileUp,
  History,
  House,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  MessageCircleQuestion,
  Radio,
  ScanLine,
  School,
  Send,
  Settings,
  UserRound,
  UsersRound,
} from 'lucide-react';
import * as paths from '#app/paths';
import type { Waiting } from '#domain/correction/correction';
import type { Role } from '#domain/person/user';

export type Place = {
  to: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  /** Current only on exactly this path, because other places lie below it. */
  isExact?: boolean;
  /** What the role comes for: stands out in the bottom navigation. */
  isMain?: boolean;
  /** Behind "More" in the bottom navigation, which has room for five. */
  isMore?: boolean;
  /** How much waits there; nothing is shown of none. */
  count?: number;
};

/** One's own details: a place of every role, and in the account's menu. */
export const PROFILE: Place = { to: paths.profile(), label: msg`Profile`, icon: UserRound };
const TIMETABLE: Place = { to: paths.timetable(), label: msg`Timetable`, icon: CalendarDays };
const requestsOf = (role: Role): Place => ({ to: paths.corrections(role), label: msg`Requests`, icon: MessageCircleQuestion });
const alertsOf = (role: Role): Place => ({ to: paths.alerts(role), label: msg`Alerts`, icon: BellRing, isMore: true });
const announcementsOf = (role: Role): Place => ({ to: paths.announcements(role), label: msg`Announcements`, icon: Megaphone });
const TEACHING: Place[] = [
  { to: paths.staffDay(), label: msg`Today`, icon: CalendarCheck, isExact: true },
  TIMETABLE,
  requestsOf('teacher'),
  alertsOf('teacher'),
  { ...announcementsOf('teacher'), isMore: true },
  PROFILE,
];

const PLACES: Record<Role, Place[]> = {
  student: [
    { to: paths.home(), label: msg`Home`, icon: House, isExact: true },
    TIMETABLE,
    { to: paths.scan(), label: msg`Scan`, icon: ScanLine, isMain: true },
    { to: paths.attendance(), label: msg`Attendance`, icon: ClipboardCheck },
    PROFILE,
  ],
  teacher: TEACHING,
  assistant: TEACHING,
  admin: [
    { to: paths.overview(), label: msg`Overview`, icon: LayoutDashboard, isExact: true },
    { to: paths.live(), label: msg`Live`, icon: Radio },
    { to: paths.reports(), label: msg`Reports`, icon: ChartColumn, isMore: true },
    { to: paths.people(), label: msg`People`, icon: UsersRound },
    { to: paths.sections(), label: msg`Sections`, icon: School, isMore: true },
    { to: paths.schoolTimetable(), label: msg`Timetable`, icon: CalendarRange },
    { ...requestsOf('admin'), isMore: true },
    alertsOf('admin'),
    { ...announcementsOf('admin'), isMore: true },
    { to: paths.deliveries(), label: msg`Deliveries`, icon: Send, isMore: true },
    { to: paths.imports(), label: msg`Import`, icon: FileUp, isMore: true },
    { to: paths.audit(), label: msg`Audit log`, icon: History, isMore: true },
    { to: paths.schoolData(), label: msg`Data`, icon: Database, isMore: true },
    { to: paths.settings(), label: msg`Settings`, icon: Settings, isMore: true },
    { ...PROFILE, isMore: true },
  ],
};

/** The places of a role, in the order of use. @param waiting how much waits for the person */
export function placesOf(role: Role, { corrections, leaves, alerts }: Waiting): readonly Place[] {
  const counts: Record<string, number> = { [paths.corrections(role)]: corrections + leaves, [paths.alerts(role)]: alerts };
  return PLACES[role].map((place) => (place.to in counts ? { ...place, count: counts[place.to] } : place));
}
