/** Addresses: each function leads to a route, each route has a function, and nothing else writes an address down. */
import path from 'node:path';
import { UNSAFE_flatRoutes as flatRoutes } from '@remix-run/dev';
import { expect, test } from 'vitest';
import * as paths from '#app/paths';
import { addressesIn } from '../helpers/addresses';
import { ROOT } from '../helpers/program';
import { readSources } from '../helpers/sources';

const { safeNext, signInFor } = paths;

/** What each function makes, with all that it may be given. A new function has to be added here to compile. */
const MADE: Record<Exclude<keyof typeof paths, 'api' | 'safeNext' | 'pathId' | 'idIn'>, string[]> = {
  acceptInvitation: [paths.acceptInvitation()],
  alertRules: [paths.alertRules()],
  alerts: [paths.alerts('admin'), paths.alerts('teacher', { state: 'handled' })],
  amendments: [paths.amendments(7)],
  announcement: [paths.announcement('admin', 7), paths.announcement('teacher', 7, 'published')],
  announcementFile: [paths.announcementFile(7)],
  announcements: [paths.announcements('admin'), paths.announcements('assistant')],
  askCorrection: [paths.askCorrection(7)],
  askCorrectionAsStaff: [paths.askCorrectionAsStaff(7), paths.askCorrectionAsStaff(7, 8)],
  attachment: [paths.attachment(7)],
  attendance: [paths.attendance(), paths.attendance('2026-09-07')],
  audit: [paths.audit(), paths.audit({ person: 3, section: 4 })],
  auditFile: [paths.auditFile('?person=3')],
  badge: [paths.badge()],
  backupFile: [paths.backupFile()],
  blankRegisters: [paths.blankRegisters(), paths.blankRegisters(7)],
  calendarFeed: [paths.calendarFeed('TOKEN')],
  cards: [paths.cards(7)],
  changeClassSession: [paths.changeClassSession(7)],
  changePassword: [paths.changePassword()],
  checkIn: [paths.checkIn()],
  closures: [paths.closures()],
  classOverview: [paths.classOverview(7), paths.classOverview(7, { from: '2026-01-01', until: undefined })],
  classSessionsBehind: [paths.classSessionsBehind(7, { from: '2026-01-01', studentId: 3 })],
  confirmAddress: [paths.confirmAddress(), paths.confirmAddress('sent')],
  confirmGuardian: [paths.confirmGuardian('TOKEN')],
  corrections: [paths.corrections('admin'), paths.corrections('teacher')],
  deliveries: [paths.deliveries()],
  editProfile: [paths.editProfile()],
  everythingFile: [paths.everythingFile()],
  forgotPassword: [paths.forgotPassword(), paths.forgotPassword('sent')],
  guardianDays: [paths.guardianDays('TOKEN')],
  guardians: [paths.guardians(7), paths.guardians(7, 8)],
  home: [paths.home()],
  importBatch: [paths.importBatch(7)],
  imports: [paths.imports()],
  inbox: [paths.inbox(), paths.inbox(7)],
  invitePerson: [paths.invitePerson(7)],
  leave: [paths.leave()],
  leaveRequests: [paths.leaveRequests('admin'), paths.leaveRequests('assistant')],
  live: [paths.live(), paths.live('open')],
  markHistory: [paths.markHistory(7), paths.markHistory(7, 8)],
  mergePerson: [paths.mergePerson(7), paths.mergePerson(7, 8)],
  remindStudents: [paths.remindStudents(7), paths.remindStudents(7, [8, 9])],
  newAnnouncement: [paths.newAnnouncement('admin'), paths.newAnnouncement('teacher', { section: 7 })],
  newClassSession: [paths.newClassSession()],
  newPerson: [paths.newPerson()],
  newSlot: [paths.newSlot(), paths.newSlot({ termId: 1, weekday: 5 })],
  oneRosterFile: [paths.oneRosterFile()],
  sampleRoster: [paths.sampleRoster()],
  outbox: [paths.outbox()],
  overview: [paths.overview(), paths.overview('welcome')],
  ownAttendance: [paths.ownAttendance()],
  ownSessions: [paths.ownSessions(), paths.ownSessions({ sectionId: 3, status: 'late' })],
  ownChannels: [paths.ownChannels()],
  ownData: [paths.ownData()],
  ownPhoto: [paths.ownPhoto()],
  ownSections: [paths.ownSections()],
  pending: [paths.pending(), paths.pending('new')],
  people: [paths.people()],
  dayOfPerson: [paths.dayOfPerson(7)],
  person: [paths.person(7), paths.person(7, 'added'), paths.person(7, 'merged')],
  personSessions: [paths.personSessions(7), paths.personSessions(7, { sectionId: 3 })],
  photo: [paths.photo(7, 1_790_000_000_000)],
  profile: [paths.profile(), paths.profile('saved')],
  reasonCodes: [paths.reasonCodes()],
  refusedRows: [paths.refusedRows(7)],
  register: [paths.register(7), paths.register(7, { asAt: '2026-09-07T09:00' })],
  reportFile: [paths.reportFile('csv', { from: '2026-01-01' }), paths.reportFile('xlsx', {})],
  reportedClassSessions: [paths.reportedClassSessions(), paths.reportedClassSessions({ weekday: 5 })],
  reportedRegisters: [paths.reportedRegisters()],
  reportedStudents: [paths.reportedStudents()],
  reports: [paths.reports(), paths.reports({ from: '2026-01-01' })],
  resetPassword: [paths.resetPassword()],
  savedViews: [paths.savedViews()],
  scan: [paths.scan()],
  schoolData: [paths.schoolData(), paths.schoolData('everything')],
  schoolTimetable: [paths.schoolTimetable()],
  section: [paths.section(7), paths.section(7, { enrolment: 8 })],
  sectionAlertRules: [paths.sectionAlertRules(7)],
  sections: [paths.sections()],
  selfTest: [paths.selfTest()],
  setUp: [paths.setUp()],
  settings: [paths.settings()],
  signIn: [paths.signIn(), paths.signIn('joined')],
  signInFor: [paths.signInFor('/'), paths.signInFor('/profile')],
  signOut: [paths.signOut()],
  signUp: [paths.signUp()],
  slot: [paths.slot(7)],
  staffDay: [paths.staffDay()],
  stopGuardianMails: [paths.stopGuardianMails('TOKEN')],
  terms: [paths.terms()],
  timetable: [paths.timetable()],
  timetableInCalendar: [paths.timetableInCalendar()],
  unsubscribe: [paths.unsubscribe('TOKEN')],
  viewAs: [paths.viewAs('teaching')],
};

/** The pages of the product as patterns, `/teach/sessions/:id`, without the one for addresses that nobody has. */
const ROUTES = Object.values(flatRoutes(path.join(ROOT, 'app'), ['**/.*']))
  .map((route) => `/${route.path ?? ''}`)
  .filter((pattern) => pattern !== '/*');

/** The route an address leads to: one without parameters before one with. */
function routeOf(address: string): string | undefined {
  const segments = new URL(address, 'https://school.test').pathname.split('/');
  const fits = (pattern: string) => {
    const parts = pattern.split('/');
    return parts.length === segments.length && parts.every((part, n) => part.startsWith(':') || part === segments[n]);
  };
  return ROUTES.find((pattern) => fits(pattern) && !pattern.includes(':')) ?? ROUTES.find(fits);
}

test('every function leads to a route', () => {
  expect(Object.entries(MADE).filter(([, made]) => made.some((address) => !routeOf(address)))).toEqual([]);
});

test('every route has a function', () => {
  const reached = new Set(Object.values(MADE).flat().map(routeOf));
  expect(ROUTES.filter((pattern) => !reached.has(pattern))).toEqual([]);
});

test('a route is reached at a place of its own, and a query says what is given', () => {
  expect(routeOf(paths.newSlot())).toBe('/admin/timetable/slots/:id');
  expect(routeOf(paths.newClassSession())).toBe('/teach/sessions/new');
  expect(paths.newSlot({ termId: 1, weekday: 5 })).toBe('/admin/timetable/slots/new?termId=1&weekday=5');
  expect(paths.attendance('2026-09-07')).toBe('/attendance?month=2026-09&day=2026-09-07#day');
  expect(paths.person(7, 'added')).toBe('/admin/people/7?added');
});

const FIRST_SEGMENTS = [...new Set(['trpc', ...ROUTES.map((pattern) => pattern.split('/')[1] ?? '')])].filter(Boolean);

test('no other file writes an address down', () => {
  const others = readSources(['app', 'server']).filter((file) => !/^(app|server\/domain)\/paths(\.ts$|\/)/.test(file.path));
  expect(others.flatMap((file) => addressesIn(file, FIRST_SEGMENTS))).toEqual([]);
});

test.each([
  'const x = <Link to="/profile" />;',
  'const x = <Link to="/" />;',
  `const x = <a href={\`/teach/sessions/\${id}\`} />;`,
  "const x = redirect('/sign-in?reset');",
  "const x = navigate('/');",
  "const x = { to: '/', label: 'Home' };",
  "const x = fetch('/trpc/user.list');",
  `const x = \`\${baseUrl}/accept-invitation#\${code}\`;`,
])('%s is found', (text) => {
  expect(addressesIn({ path: 'app/a.tsx', text }, FIRST_SEGMENTS)).toHaveLength(1);
});

test.each([
  '// `/profile`',
  "const x = '/offline.html';",
  "const x = '/profiles';",
  "const x = path.split('/');",
  'const x = <Link to="." />;',
])('%s is no address of the product', (text) => {
  expect(addressesIn({ path: 'app/a.tsx', text }, FIRST_SEGMENTS)).toEqual([]);
});

test.each([undefined, '', '0', '-1', '1.5', '7a', 'new', '1234567890123456'])('%j is no id', (id) => {
  expect(() => paths.pathId(id)).toThrow(expect.objectContaining({ status: 404 }));
  expect(paths.idIn(new URLSearchParams(id === undefined ? [] : { after: id }), 'after')).toBeNull();
});

test('an id is a number', () => {
  expect(paths.pathId('7')).toBe(7);
  expect(paths.idIn(new URLSearchParams({ after: '7' }), 'after')).toBe(7);
});

// Where signing in leads: to a page of this site, whatever was put into the address.

test.each(['/', '/profile', '/teach/sessions/7?view=list', '/c#TOKEN', '/a%2Fb', '/ä'])('%s is a way back', (next) => {
  expect(decodeURI(safeNext(next))).toBe(decodeURI(next));
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  'profile',
  '',
  ' /profile',
  '/sign-in',
  '/sign-in?next=/sign-in',
  '/sign-out',
  null,
  undefined,
  ['/profile'],
])('%j leads to the start page', (next) => {
  expect(safeNext(next)).toBe('/');
});

test('the sign-in page carries the way back, and nothing for the start page', () => {
  expect(signInFor('/profile?tab=devices&x=1')).toBe('/sign-in?next=%2Fprofile%3Ftab%3Ddevices%26x%3D1');
  expect(signInFor('/')).toBe('/sign-in');
});
