/** Which catalogue the words of a file are in. Catalogues are by noun; what every page shows is together in `frame`. */

/** What the paths of a noun's files begin with. The longest that fits counts. */
export const NOUNS: Record<string, readonly string[]> = {
  account: [
    'app/actions/profile-',
    'app/components/account/',
    'app/routes/accept-invitation',
    'app/routes/confirm-address',
    'app/routes/forgot-password',
    'app/routes/pending',
    'app/routes/profile',
    'app/routes/reset-password',
    'app/routes/set-up',
    'app/routes/sign-',
  ],
  alert: [
    'app/actions/alert-',
    'app/components/alert/',
    'app/routes/admin.alerts',
    'app/routes/admin.sections.$id_.alerts',
    'app/routes/admin.settings_.alerts',
    'app/routes/teach.alerts',
  ],
  audit: ['app/components/audit/', 'app/routes/admin.audit'],
  badge: ['app/components/badge/', 'app/routes/badge', 'app/routes/teach.sections.$id_.cards'],
  calendar: ['app/components/calendar/', 'app/routes/attendance', 'app/routes/calendar.', 'app/routes/timetable'],
  'check-in': ['app/components/check-in/', 'app/routes/c.tsx', 'app/routes/scan'],
  correction: [
    'app/actions/correction-',
    'app/actions/leave-',
    'app/components/correction/',
    'app/routes/admin.corrections',
    'app/routes/attendance_.',
    'app/routes/leave',
    'app/routes/teach.corrections',
    'app/routes/teach.sessions.$id_.correction',
  ],
  data: ['app/actions/data-', 'app/components/data/', 'app/routes/admin.data'],
  day: ['app/components/day/', 'app/routes/_index', 'app/routes/admin.live', 'app/routes/teach._index'],
  frame: [
    'app/components/outbox/',
    'app/components/pwa/',
    'app/components/shell/',
    'app/components/ui/',
    'app/root.tsx',
    'app/routes/$',
    'app/routes/outbox',
    'app/routes/self-test',
    'app/words/',
  ],
  import: ['app/components/import/', 'app/components/sample/', 'app/routes/admin.import'],
  message: [
    'app/actions/announcement-',
    'app/components/delivery/',
    'app/components/message/',
    'app/routes/admin.announcements',
    'app/routes/admin.deliveries',
    'app/routes/teach.sections.$id_.remind',
    'app/routes/inbox',
    'app/routes/profile_.notifications',
    'app/routes/teach.announcements',
    'app/routes/unsubscribe',
  ],
  person: ['app/components/person/', 'app/routes/admin._index', 'app/routes/admin.people', 'app/routes/guardian.'],
  register: ['app/components/cover/', 'app/components/register/', 'app/components/spot-check/', 'app/routes/teach.sessions.'],
  report: [
    'app/components/report/',
    'app/actions/report-view-',
    'app/routes/admin.reports',
    'app/routes/teach.sections.$id.tsx',
    'app/routes/teach.sections.$id_.sessions',
    'app/routes/teach.sections._index',
  ],
  section: ['app/actions/section-', 'app/actions/structure-', 'app/components/section/', 'app/routes/admin.sections'],
  settings: ['app/components/settings/', 'app/routes/admin.settings'],
  timetable: ['app/components/timetable/', 'app/routes/admin.timetable'],
};

/** The noun of a file. @param file relative to the project's folder, with `/`
 *  @throws for a file of none */
export function nounOf(file: string): string {
  const fits = Object.entries(NOUNS).flatMap(([noun, prefixes]) =>
    prefixes.filter((prefix) => file.startsWith(prefix)).map((prefix) => ({ noun, prefix })),
  );
  const [best] = fits.sort((a, b) => b.prefix.length - a.prefix.length);
  if (!best) throw new Error(`${file} has words, but no noun whose catalogue they could be in: add it to nouns.ts.`);
  return best.noun;
}
