/** Timetables from files: lists and calendars become slots with their class sessions, are applied twice without harm, and taken back. */
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, slots, terms } from '#db/schema';
import { refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { closure, course, section, settings, slot, staffing, term, user } from '../helpers/factories';
import { bytesOf, everything, importsOf } from '../helpers/import-files';
import { mark } from '../helpers/own-attendance';

const AUTUMN = { name: 'Autumn', fromDay: '2026-09-07', untilDay: '2026-10-18' };

/** A school with two classes and a term that begins today, and an administrator's imports. */
async function school(db: Database) {
  const actor = await user(db, { role: 'admin', email: 'grace@school.test' });
  const { id: termId } = await term(db, AUTUMN);
  const physics = await course(db, { code: 'PH', title: 'Physics' });
  const maths = await course(db, { code: 'MA', title: 'Mathematics' });
  const { id: ph } = await section(db, { courseId: physics.id, code: 'A' });
  const { id: ma } = await section(db, { courseId: maths.id, code: 'B', sourcedId: 'cls-77' });
  return { actor, termId, ph, ma, ...importsOf(db, actor) };
}

type School = Awaited<ReturnType<typeof school>>;
type Choice = { sectionId?: number; termId?: number };

async function read(made: School, text: string, choice: Choice = {}) {
  const batchId = await made.upload(bytesOf(text), { kind: 'timetable', fileName: 'timetable.csv', ...choice });
  const rows = await made.rows(batchId);
  return { batchId, rows, told: rows.map(({ verdict, message }) => [verdict, message]) };
}

/** "1 09:00–10:00 Lab every" of each row that was understood. */
const shown = (rows: Awaited<ReturnType<typeof read>>['rows']) =>
  rows.map(({ subject, slot: one, message, verdict }) =>
    one && verdict !== 'refused'
      ? `${subject}: ${one.weekday} ${one.startTime}–${one.endTime} ${one.room ?? '-'} ${one.weeks}`
      : message,
  );

const storedSlots = (db: Database) => db.select().from(slots).orderBy(asc(slots.id));
const sessionsOf = (db: Database, sectionId: number) =>
  db.select().from(classSessions).where(eq(classSessions.sectionId, sectionId)).orderBy(asc(classSessions.startsAt));

const LIST = 'section,weekday,start,end,room,weeks\nPH A,Monday,9:00,10:00,Lab,\nMA B,Tue,10:00,11:30,Room 2,A\n';

test('a list becomes slots with their class sessions; again it changes nothing; undone, every row is what it was', async () => {
  await using db = await testDb();
  const made = await school(db);
  const before = await everything(db);
  const { batchId, rows } = await read(made, LIST);
  expect(shown(rows)).toEqual(['Physics (PH A): 1 09:00–10:00 Lab every', 'Mathematics (MA B): 2 10:00–11:30 Room 2 A']);
  expect(await everything(db)).toEqual(before);
  expect(await made.apply(batchId)).toMatchObject({ state: 'applied', done: 2, counts: { create: 2 } });
  expect(await storedSlots(db)).toMatchObject([
    { sectionId: made.ph, termId: made.termId, validFrom: AUTUMN.fromDay, validUntil: AUTUMN.untilDay, room: 'Lab' },
    { sectionId: made.ma, weekday: 2, startTime: '10:00', endTime: '11:30', weeks: 'A' },
  ]);
  expect((await sessionsOf(db, made.ma)).map(({ day }) => day)).toEqual(['2026-09-08', '2026-09-22', '2026-10-06']);
  const applied = await everything(db);
  const again = await read(made, LIST);
  expect(again.told).toEqual([
    ['unchanged', null],
    ['unchanged', null],
  ]);
  expect(await everything(db)).toEqual(applied);
  await made.undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test('another end or room changes the slot that is there, and its class sessions follow; undone, they go back', async () => {
  await using db = await testDb();
  const made = await school(db);
  await made.apply((await read(made, LIST)).batchId);
  const { batchId, told } = await read(made, 'section,weekday,start,end,room\nPH A,Mon,09:00,10:15,Hall\n');
  expect(told).toEqual([['update', 'Was until 10:00, in Lab.']]);
  await made.apply(batchId);
  const [first] = await sessionsOf(db, made.ph);
  expect([first?.endTime, first?.room, (await storedSlots(db)).length]).toEqual(['10:15', 'Hall', 2]);
  await made.undo(batchId);
  const [back] = await sessionsOf(db, made.ph);
  expect([back?.id, back?.endTime, back?.room]).toEqual([first?.id, '10:00', 'Lab']);
});

test('what no longer fits since the file was read is refused by itself: other days of the term, another time, the same slot', async () => {
  await using db = await testDb();
  const made = await school(db);
  await made.apply((await read(made, LIST)).batchId);
  const text = 'section,weekday,start,end,until\nPH A,Mon,9:00,10:15,\nPH A,Wed,9:00,10:00,2026-10-07\nPH A,Thu,9:00,10:00,\n';
  const { batchId } = await read(made, `${text}PH A,Fri,9:00,10:00,2026-10-02\n`);
  const [physics] = await storedSlots(db);
  await db
    .update(slots)
    .set({ startTime: '14:00', endTime: '15:00' })
    .where(eq(slots.id, physics?.id ?? 0));
  await db.update(terms).set({ untilDay: '2026-10-14' }).where(eq(terms.id, made.termId));
  await slot(db, { sectionId: made.ph, termId: made.termId, weekday: 5, ...days(), validUntil: '2026-10-02' });
  const applied = await made.apply(batchId);
  expect(applied).toMatchObject({ state: 'applied', counts: { create: 1, update: 0, refused: 3 } });
  expect((await storedSlots(db)).map(({ weekday, startTime, endTime }) => [weekday, startTime, endTime])).toEqual([
    [1, '14:00', '15:00'],
    [2, '10:00', '11:30'],
    [5, '09:00', '10:00'],
    [3, '09:00', '10:00'],
  ]);
});

test('undoing leaves a class session with marks to itself, and nothing is undone of a slot that was changed since', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId } = await read(made, LIST);
  await made.apply(batchId);
  const [, second] = await sessionsOf(db, made.ph);
  await mark(db, { classSessionId: second?.id ?? 0, studentId: (await user(db)).id });
  const [physics] = await storedSlots(db);
  await db
    .update(slots)
    .set({ room: 'Hall' })
    .where(eq(slots.id, physics?.id ?? 0));
  expect((await refusalOf(made.undo(batchId))).message).toContain('1 timetable slot changed since');
  await db
    .update(slots)
    .set({ room: 'Lab' })
    .where(eq(slots.id, physics?.id ?? 0));
  await made.undo(batchId);
  expect(await sessionsOf(db, made.ph)).toMatchObject([{ id: second?.id, slotId: null, slotDay: null }]);
  expect(await storedSlots(db)).toEqual([]);
});

test.each([
  ['German', 'Kurs;Klasse;Wochentag;Von;Bis;Raum;Woche\nPH;A;Mo.;9.00;10.30 Uhr;Labor;A-Woche', '1 09:00–10:30 Labor A'],
  ['French', 'Classe;Jour;Heure de début;Heure de fin;Salle\nPH A;jeudi;9h00;10h30;12', '4 09:00–10:30 12 every'],
  ['Spanish', 'Clase,Día,Inicio,Fin,Aula,Semanas\nPH A,Mi,9:00,10:30,12,todas', '3 09:00–10:30 12 every'],
  [
    'with a title and one column of times',
    'Timetable\n\nClass,Day,Time\nPhysics A,5,9:00 AM – 1:15 p.m.',
    '5 09:00–13:15 - every',
  ],
  ['without a header', 'PH A,Wed,0900,1030', '3 09:00–10:30 - every'],
])('%s is read', async (_, text, expected) => {
  await using db = await testDb();
  const made = await school(db);
  expect(shown((await read(made, text)).rows)).toEqual([`Physics (PH A): ${expected}`]);
});

test('a class goes by its number, its id of another system, its names, or the one that was chosen; several days are several slots', async () => {
  await using db = await testDb();
  const made = await school(db);
  const lines = [`${made.ph},"Mon, Wed",9:00,10:00`, 'cls-77,Tue,9:00,10:00', 'Physics (PH A),Fri,9:00,10:00'];
  const { rows } = await read(made, `section,day,start,end\n${lines.join('\n')}`);
  expect(rows.map(({ subject, slot: one }) => [subject, one?.weekday])).toEqual([
    ['Physics (PH A)', 1],
    ['Physics (PH A)', 3],
    ['Mathematics (MA B)', 2],
    ['Physics (PH A)', 5],
  ]);
  const chosen = await read(made, 'day,start,end\nMon,9:00,10:00', { sectionId: made.ma });
  expect(chosen.rows).toMatchObject([{ subject: 'Mathematics (MA B)', verdict: 'create' }]);
});

test('what cannot be used is named with the reason, stops no other line, and can be corrected and uploaded again', async () => {
  await using db = await testDb();
  const made = await school(db);
  const lines = [
    ',Mon,9:00,10:00,,',
    'PH A,Someday,9:00,10:00,,',
    'PH A,Mon,9,10:00,,',
    'PH A,Mon,9:00,08:00,,',
    'PH A,Mon,9:00,10:00,9/1/2026,',
    'PH A,Mon,9:00,10:00,2026-01-05,2026-02-01',
    'PH A,Mon,9:00,10:00,2026-09-01,2026-10-01',
    'PH A,Mon,9:00,10:00,,',
    'PH A,Mon,9:00,10:00,,',
  ];
  const { batchId, told } = await read(made, `section,weekday,start,end,from,until\n${lines.join('\n')}\n`);
  expect(told).toEqual([
    ['refused', 'It names no class, and no class was chosen for the whole file.'],
    ['refused', '“Someday” is no weekday. Write it as Monday or as 1.'],
    ['refused', '“9” cannot be read as a time. Write it as 09:00.'],
    ['refused', 'The end must be after the start.'],
    ['refused', 'The date “9/1/2026” cannot be read: it could be one of several, or none. Write it as 2026-09-01.'],
    ['refused', 'None of its days is in a term. Add the term first, or correct the days.'],
    ['refused', 'Choose a day of the term: 7 Sept 2026 to 18 Oct 2026.'],
    ['create', null],
    ['duplicate', 'This class is in the file further up already.'],
  ]);
  const { csv } = await made.call.import.refused({ batchId });
  expect(csv.split('\r\n')[2]).toBe('PH A,Someday,9:00,10:00,,,3,“Someday” is no weekday. Write it as Monday or as 1.');
  const again = await read(made, csv.replace('Someday', 'Friday'));
  expect(again.told.filter(([verdict]) => verdict === 'create')).toHaveLength(1);
});

test('a cell that goes on and on is none that a timetable has, and is told as quickly', async () => {
  await using db = await testDb();
  const made = await school(db);
  const endless = [`PH A,Mon,x${' '.repeat(190_000)}x,10:00`, `PH A,"${'Mon,'.repeat(20_000)}",9:00,10:00`];
  const { rows } = await read(made, `section,day,from,until\n${endless.join('\n')}`);
  expect(rows.map(({ verdict }) => verdict)).toEqual(['refused', 'refused']);
});

test('a class that is not found is asked for once, and the answer is remembered', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId, told } = await read(
    made,
    'section,day,start,end\nScience,Mon,9:00,10:00\nScience,Wed,9:00,10:00\nX,Fri,9:00,10:00',
  );
  expect(told.map(([verdict]) => verdict)).toEqual(['refused', 'refused', 'refused']);
  const { questions } = await made.call.import.get({ batchId });
  expect(questions.map(({ subject }) => subject)).toEqual(['Science', 'X']);
  const answer = (name: string, id: number) =>
    made.call.import.reread({
      batchId,
      sectionId: null,
      termId: null,
      createMissing: false,
      columns: null,
      answers: { [name]: id },
    });
  await answer('Science', made.ph);
  await answer('X', made.ma);
  expect((await made.rows(batchId)).map(({ subject }) => subject)).toEqual([
    'Physics (PH A)',
    'Physics (PH A)',
    'Mathematics (MA B)',
  ]);
});

test('the room, the staff and the class itself at the same time are named, and refuse nothing', async () => {
  await using db = await testDb();
  const made = await school(db);
  const teacher = await user(db, { role: 'teacher', name: 'Ada Lovelace' });
  for (const sectionId of [made.ph, made.ma]) await staffing(db, { sectionId, person: teacher });
  await slot(db, {
    sectionId: made.ma,
    termId: made.termId,
    weekday: 1,
    startTime: '09:30',
    endTime: '10:30',
    room: 'lab',
    ...days(),
  });
  const { told } = await read(
    made,
    'section,day,start,end,room\nPH A,Mon,9:00,10:00,Lab\nPH A,Mon,9:45,10:15,\nPH A,Tue,9:00,10:00,Lab',
  );
  expect(told).toEqual([
    [
      'create',
      'Mathematics (MA B) is in the same room (Lab), first on 7 Sept 2026. Mathematics (MA B) has the same staff (Ada Lovelace), first on 7 Sept 2026. Physics (PH A) itself meets at the same time, first on 7 Sept 2026.',
    ],
    [
      'create',
      'Mathematics (MA B) has the same staff (Ada Lovelace), first on 7 Sept 2026. Physics (PH A) itself meets at the same time, first on 7 Sept 2026.',
    ],
    ['create', null],
  ]);
});

const days = () => ({ validFrom: AUTUMN.fromDay, validUntil: AUTUMN.untilDay });

test('of several terms the days decide, and where they do not, it is asked', async () => {
  await using db = await testDb();
  const made = await school(db);
  const spring = await term(db, { name: 'Spring', fromDay: '2027-01-11', untilDay: '2027-03-28' });
  await term(db, { name: 'Year', fromDay: '2026-09-07', untilDay: '2027-07-16' });
  const text = 'section,day,start,end,from,until\nPH A,Mon,9:00,10:00,2027-06-01,2027-06-30\nPH A,Tue,9:00,10:00,,';
  const { told, batchId } = await read(made, text);
  expect(told).toEqual([
    ['create', null],
    ['refused', 'It could be of several terms: Autumn or Year. Choose the term for the whole file.'],
  ]);
  await made.apply(batchId);
  const chosen = await read(made, 'section,day,start,end\nPH A,Tue,9:00,10:00', { termId: spring.id });
  await made.apply(chosen.batchId);
  expect((await storedSlots(db)).map(({ termId }) => termId)).toEqual([expect.any(Number), spring.id]);
});

test('a Polish timetable is read', async () => {
  await using db = await testDb();
  const made = await school(db);
  const text =
    'Klasa;Dzień tygodnia;Początek;Koniec;Sala\nPH A;Poniedziałek;8:00;8:45;12\nPH A;śr.;9:00;9:45;13\nPH A;czw.;9:00;9:45;13';
  const { rows } = await read(made, text);
  expect(rows.map(({ verdict, slot: one }) => [verdict, one?.weekday])).toEqual([
    ['create', 1],
    ['create', 3],
    ['create', 4],
  ]);
});

const event = (lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const calendar = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flatMap(event), 'END:VCALENDAR'].join('\r\n');
const timed = (day: string, from: string, until: string, zone = '') => [
  `DTSTART${zone}:${day}T${from}00`,
  `DTEND${zone}:${day}T${until}00`,
];

test('a calendar of several terms gives the slots of each, and names the days that no term has', async () => {
  await using db = await testDb();
  const made = await school(db);
  const spring = await term(db, { name: 'Spring', fromDay: '2027-01-11', untilDay: '2027-03-28' });
  const text = calendar(['SUMMARY:PH A', ...timed('20260907', '0900', '1000'), 'RRULE:FREQ=WEEKLY;UNTIL=20270201']);
  const { rows, batchId } = await read(made, text);
  const leftOut = (count: number, terms: string, days: string) =>
    `${count} days of the file are not in ${terms} and left out (${days}, …).`;
  const first = '19 Oct 2026, 26 Oct 2026, 2 Nov 2026, 9 Nov 2026, 16 Nov 2026, 23 Nov 2026, 30 Nov 2026, 7 Dec 2026';
  expect(rows).toMatchObject([
    { message: leftOut(12, 'Autumn or Spring', first), slot: { term: 'Autumn', days: { fromDay: '2026-09-07' } } },
    { message: null, slot: { term: 'Spring', days: { fromDay: '2027-01-11', untilDay: '2027-02-01' } } },
  ]);
  await made.apply(batchId);
  expect((await storedSlots(db)).map(({ termId }) => termId)).toEqual([made.termId, spring.id]);
  expect((await read(made, text)).told.map(([verdict]) => verdict)).toEqual(['unchanged', 'unchanged']);
  const chosen = await read(made, text, { termId: spring.id });
  expect(chosen.rows).toMatchObject([
    { verdict: 'unchanged', message: expect.stringMatching(/^18 days .* Spring .*7 Sept 2026/) },
  ]);
});

test.each([
  [1, 'B'],
  [7, 'A'],
])('in weeks that begin on %d a calendar of every other Sunday is of %s weeks', async (firstWeekday, weeks) => {
  await using db = await testDb();
  await settings(db, { firstWeekday });
  const made = await school(db);
  const text = calendar(['SUMMARY:PH A', ...timed('20260920', '0900', '1000'), 'RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261018']);
  const { batchId, rows } = await read(made, text);
  expect(rows).toMatchObject([{ slot: { weekday: 7, weeks } }]);
  await made.apply(batchId);
  expect((await sessionsOf(db, made.ph)).map(({ day }) => day)).toEqual(['2026-09-20', '2026-10-04', '2026-10-18']);
  expect((await read(made, text)).told.map(([verdict]) => verdict)).toEqual(['unchanged']);
});

test('a line from one term into another, or of several by name, is a slot of each', async () => {
  await using db = await testDb();
  const made = await school(db);
  await term(db, { name: 'Spring', fromDay: '2027-01-11', untilDay: '2027-03-28' });
  const lines = ['PH A,Mon,9:00,10:00,2026-09-21,2027-02-01,', 'PH A,Tue,9:00,10:00,,,autumn & Spring'];
  const { rows } = await read(made, `section,day,start,end,from,until,term\n${lines.join('\n')}`);
  expect(rows.map(({ slot: one }) => [one?.term, one?.days?.fromDay, one?.days?.untilDay])).toEqual([
    ['Autumn', '2026-09-21', AUTUMN.untilDay],
    ['Spring', '2027-01-11', '2027-02-01'],
    ['Autumn', AUTUMN.fromDay, AUTUMN.untilDay],
    ['Spring', '2027-01-11', '2027-03-28'],
  ]);
});

const UNREADABLE = 'Its lines cannot be read.';

test.each([
  ['every week, several days', ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE'], '', ['1 09:00–10:00 every', '3 09:00–10:00 every']],
  ['every other week', ['RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3'], '', ['1 09:00–10:00 A']],
  ['in another zone', ['RRULE:FREQ=WEEKLY;UNTIL=20261012T235959Z'], ';TZID=America/New_York', ['1 15:00–16:00 every']],
  ['in an unknown zone', ['RRULE:FREQ=WEEKLY'], ';TZID=W. Europe Standard Time', ['1 09:00–10:00 every']],
  ['every month', ['RRULE:FREQ=MONTHLY'], '', ['Comes neither every week nor every other week.']],
  ['twice a day', ['RRULE:FREQ=WEEKLY;BYHOUR=9,14'], '', ['Comes neither every week nor every other week.']],
  ['every seventh day if it is a Tuesday', ['RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU'], '', [UNREADABLE]],
  ['on each 30 February', ['RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'], '', [UNREADABLE]],
  ['every thousand million weeks', ['RRULE:FREQ=WEEKLY;INTERVAL=1000000000'], '', [UNREADABLE]],
  ['a thousand million times', ['RRULE:FREQ=WEEKLY;COUNT=1000000000'], '', ['1 09:00–10:00 every']],
  ['once', [], '', ['Happens only once, on 7 Sept 2026: add it as a single class.']],
])('a calendar event that comes %s', async (_, rule, zone, expected) => {
  await using db = await testDb();
  await settings(db, { zone: 'Europe/Berlin' });
  const made = await school(db);
  const { rows } = await read(made, calendar(['SUMMARY:PH A', ...timed('20260907', '0900', '1000', zone), ...rule]));
  expect(shown(rows).map((one) => one?.replace('Physics (PH A): ', '').replace(' -', ''))).toEqual(expected);
});

test.each([
  ['its last time in UTC', 'Europe/Berlin', ['RRULE:FREQ=WEEKLY;UNTIL=20260921T070000Z'], ''],
  ['its last day', 'Europe/Berlin', ['RRULE:FREQ=WEEKLY;UNTIL=20260921'], ''],
  ['a time left out in UTC', 'Europe/Berlin', ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE:20260928T070000Z'], ''],
  ['a time left out in UTC', 'Europe/Berlin', ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE:20260928T130000Z'], ';TZID=America/New_York'],
])('a calendar event that says %s meets until then (%s)', async (_, zone, rule, own) => {
  await using db = await testDb();
  await settings(db, { zone });
  const made = await school(db);
  const { rows } = await read(made, calendar(['SUMMARY:PH A', ...timed('20260907', '0900', '1000', own), ...rule]));
  expect(rows).toMatchObject([{ message: null, slot: { days: { untilDay: '2026-09-21' } } }]);
});

test('a class of an evening that is the next day in UTC meets on the last day of the term as well', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'America/Los_Angeles' });
  const made = await school(db);
  const evening = ['SUMMARY:PH A', 'DTSTART:20260908T010000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY'];
  const { rows } = await read(made, calendar(evening));
  expect(rows[6]?.slot).toMatchObject({ weekday: 7, startTime: '18:00', days: { untilDay: AUTUMN.untilDay } });
});

test('events that repeat by hand, in UTC over a clock change, are one slot; the days it lacks are named, closures are not', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'Europe/Berlin' });
  const made = await school(db);
  await term(db, { name: 'Winter', fromDay: '2026-10-19', untilDay: '2026-12-18' });
  await closure(db, { fromDay: '2026-11-02', untilDay: '2026-11-02' });
  const on = (day: string, from: string) => [
    'SUMMARY:Lecture: Physics (PH A)',
    'LOCATION:Lab',
    `DTSTART:${day}T${from}Z`,
    'DURATION:PT1H',
  ];
  const text = calendar(on('20261019', '070000'), on('20261026', '080000'), on('20261109', '080000'), on('20261123', '080000'));
  const { batchId, rows } = await read(made, text);
  expect(rows).toMatchObject([
    {
      subject: 'Physics (PH A)',
      message: 'The file leaves out 16 Nov 2026: this class meets then as well, unless there is a closure.',
      slot: {
        ...{ startTime: '09:00', endTime: '10:00', room: 'Lab', weeks: 'every' },
        days: { fromDay: '2026-10-19', untilDay: '2026-11-23' },
      },
    },
  ]);
  await made.apply(batchId);
  expect((await read(made, text)).told[0]?.[0]).toBe('unchanged');
});

test('a class past midnight belongs to the day on which it begins, and an hour that the clocks skip is moved and said', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'Europe/Berlin' });
  const made = await school(db);
  const night = await term(db, { name: 'Nights', fromDay: '2027-03-22', untilDay: '2027-04-04' });
  const text = 'section,day,start,end\nPH A,Sat,23:00,00:30\nMA B,Sun,02:30,03:15';
  const { batchId, told } = await read(made, text, { termId: night.id });
  expect(told).toEqual([
    ['create', null],
    ['create', 'On 28 Mar 2027 the clocks skip 02:30: the class begins at 03:30 then.'],
  ]);
  await made.apply(batchId);
  const lengths = async (id: number) =>
    (await sessionsOf(db, id)).map(({ day, startsAt, endsAt }) => [day, (endsAt - startsAt) / 60_000]);
  expect(await lengths(made.ph)).toEqual([
    ['2027-03-27', 90],
    ['2027-04-03', 90],
  ]);
  expect(await lengths(made.ma)).toEqual([
    ['2027-03-28', 45],
    ['2027-04-04', 45],
  ]);
});
