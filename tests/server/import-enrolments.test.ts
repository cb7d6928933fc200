/** Enrolment files: every rule of the older system (B22 to B34), its edges (P6 to P11), what its tests assert (T1 to T3), and D6. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { enrolments, oneTimeCodes, users } from '#db/schema';
import { ImportUpload } from '#domain/import/import';
import { refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { course, enrolment, NOW, section, settings, user } from '../helpers/factories';
import { bytesOf, everything, importsOf } from '../helpers/import-files';

const admin = (db: Database) => user(db, { role: 'admin', email: 'grace@school.test' });

/** A school with one class, one student, and an administrator's imports. */
async function school(db: Database) {
  const actor = await admin(db);
  const { id: sectionId } = await section(db, { courseId: (await course(db, { code: 'PH', title: 'Physics' })).id, code: 'A' });
  const ada = await user(db, { email: 'ada@school.test', name: 'Ada Lovelace' });
  return { actor, sectionId, ada, ...importsOf(db, actor) };
}

type Choice = { sectionId?: number | null; createMissing?: boolean };

/** Verdict, line and message of each line of a file. */
async function read(made: Awaited<ReturnType<typeof school>>, text: string | Uint8Array, choice: Choice = {}) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const batchId = await made.upload(bytes, { kind: 'enrolments', fileName: 'list.csv', ...choice });
  const rows = await made.rows(batchId);
  return { batchId, rows, lines: rows.map(({ line, verdict, message }) => ({ line, verdict, message })) };
}

const rollOf = (db: Database, sectionId: number) => db.select().from(enrolments).where(eq(enrolments.sectionId, sectionId));

test('T1: a known student in a file with the class chosen in the form is enrolled, and the result says so', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId } = await read(made, 'email\nada@school.test\n', made);
  expect(await made.apply(batchId)).toMatchObject({ state: 'applied', done: 1, counts: { create: 1, refused: 0 } });
  expect(await rollOf(db, made.sectionId)).toMatchObject([{ studentId: made.ada.id, fromDay: '2026-09-07', untilDay: null }]);
});

test('T2, B30, B31, D6: somebody unknown is made as a student who waits for approval, without any password, and is enrolled at once', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId } = await read(made, 'email\nnew.one@school.test\n', { ...made, createMissing: true });
  await made.apply(batchId);
  const [person] = await db.select().from(users).where(eq(users.email, 'new.one@school.test'));
  expect(person).toMatchObject({ role: 'student', state: 'pending', passwordHash: null, name: 'new.one', createdAt: NOW });
  expect(await rollOf(db, made.sectionId)).toMatchObject([{ studentId: person?.id }]);
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
  expect((await made.call.user.pending({})).people.map(({ email }) => email)).toEqual(['new.one@school.test']);
});

test('T3: a file that names no class, with none chosen, is read and says so line by line', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { lines } = await read(made, 'email,username\nada@school.test,ada\n');
  expect(lines).toEqual([
    { line: 2, verdict: 'refused', message: 'It names no class, and no class was chosen for the whole file.' },
  ]);
});

test('B22: email, name and class by their places; the header is optional, and so are the last two columns', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { lines } = await read(made, `ada@school.test,Ada,${made.sectionId}\nnew@school.test,,${made.sectionId}`, {
    createMissing: true,
  });
  expect(lines).toEqual([
    { line: 1, verdict: 'create', message: null },
    { line: 2, verdict: 'create', message: 'New student, waiting for approval.' },
  ]);
});

test.each(['Email', ' USERNAME ,e-mail', 'name,EMAIL,section_id'])(
  'B23: “%s” is a header, in any case and with spaces',
  async (header) => {
    await using db = await testDb();
    const made = await school(db);
    const cells = header.split(',').map((name) => (/mail/i.test(name) ? 'ada@school.test' : ''));
    const { lines } = await read(made, `${header}\n${cells.join(',')}\n`, made);
    expect(lines).toEqual([{ line: 2, verdict: 'create', message: null }]);
  },
);

test('B24: no file, and an empty one, are asked for again', () => {
  const errors = (bytes: unknown) =>
    ImportUpload.safeParse({ kind: 'enrolments', sectionId: null, createMissing: false, fileName: 'a', bytes }).error?.issues.map(
      ({ message }) => message,
    );
  expect(errors(undefined)).toEqual(['import.file-empty']);
  expect(errors(new Uint8Array(0))).toEqual(['import.file-empty']);
});

test.each([
  ['UTF-8 with its mark', Buffer.from('\ufeffemail,name\nzoe@school.test,Zoë\n')],
  ['UTF-8 without', Buffer.from('email,name\nzoe@school.test,Zoë\n')],
  ['UTF-16 little-endian', Buffer.from('\ufeffemail,name\nzoe@school.test,Zoë\n', 'utf16le')],
  ['UTF-16 big-endian', Buffer.from('\ufeffemail,name\nzoe@school.test,Zoë\n', 'utf16le').swap16()],
  ['P11: Latin-1', Buffer.from('email,name\nzoe@school.test,Zoë\n', 'latin1')],
])('B24: %s is read', async (_, bytes) => {
  await using db = await testDb();
  const made = await school(db);
  const { rows } = await read(made, new Uint8Array(bytes), { ...made, createMissing: true });
  expect(rows).toMatchObject([{ line: 2, verdict: 'create', subject: 'Zoë (zoe@school.test), Physics (PH A)' }]);
});

test('B25: a class that is not a number, or not there, is refused at its field, and nothing is read', async () => {
  await using db = await testDb();
  const made = await school(db);
  const parsed = ImportUpload.safeParse({
    kind: 'enrolments',
    sectionId: 'x',
    createMissing: 'on',
    fileName: 'a',
    bytes: bytesOf('email'),
  });
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([['sectionId']]);
  const refused = await refusalOf(read(made, 'email\nada@school.test', { sectionId: 999 }));
  expect(refused).toMatchObject({ code: 'invalid', fieldErrors: { sectionId: [expect.any(String)] } });
  expect((await made.call.import.list()).batches).toEqual([]);
});

test('B26, P9: the class chosen in the form wins over the third column, and the line says so', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { lines } = await read(made, 'ada@school.test,,999', made);
  expect(lines).toEqual([
    { line: 1, verdict: 'create', message: 'Its own class “999” is ignored: the class chosen for the whole file counts.' },
  ]);
});

test('B27: blank lines are left out and still counted', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { lines } = await read(made, 'email\n\n   \n,,\nada@school.test\n', made);
  expect(lines).toEqual([{ line: 5, verdict: 'create', message: null }]);
});

test('B28: of several faults, the first in the old order is told', async () => {
  await using db = await testDb();
  const made = await school(db);
  await user(db, { role: 'teacher', email: 'teacher@school.test' });
  const { sectionId } = made;
  const text = [
    'nonsense,,',
    'nonsense,,999',
    'x@school.test,,999',
    'x@school.test,,x',
    `x@school.test,,${sectionId}`,
    `teacher@school.test,,${sectionId}`,
  ];
  const { lines } = await read(made, text.join('\n'));
  expect(lines.map(({ message }) => message)).toEqual([
    'It names no class, and no class was chosen for the whole file.',
    'The email address is missing or cannot be one.',
    'There is no class “999”. Write its number, or its course and class as in “MA A”.',
    'There is no class “x”. Write its number, or its course and class as in “MA A”.',
    'Nobody here has this address. To make an account, tick “Create accounts for unknown students” and read the file again.',
    null,
  ]);
});

test('B29: an address is looked up in lower case', async () => {
  await using db = await testDb();
  const made = await school(db);
  expect((await read(made, 'ADA@School.Test', made)).lines).toEqual([{ line: 1, verdict: 'create', message: null }]);
});

test('B30: the name is the given one, else the part before the @, else the role; two may have the same', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId } = await read(made, 'a.b@x.test,Ann Bee\na.b@y.test,Ann Bee\nfull.name@x.test\n7@x.test,1', {
    ...made,
    createMissing: true,
  });
  await made.apply(batchId);
  const names = (await db.select().from(users).where(eq(users.state, 'pending'))).map(({ name }) => name);
  expect(names).toEqual(['Ann Bee', 'Ann Bee', 'full.name', 'Student']);
});

test('B32, P6: who is enrolled already, and who is in the file twice in whatever case, is a duplicate and no error', async () => {
  await using db = await testDb();
  const made = await school(db);
  const bob = await user(db, { email: 'bob@school.test' });
  await enrolment(db, { sectionId: made.sectionId, studentId: bob.id });
  const { lines } = await read(made, 'ada@school.test\nADA@school.test\nbob@school.test\nnew@x.test\nNEW@x.test', {
    ...made,
    createMissing: true,
  });
  expect(lines.map(({ verdict }) => verdict)).toEqual(['create', 'duplicate', 'duplicate', 'create', 'duplicate']);
});

test('B32: somebody whose enrolment has ended is enrolled anew, from today', async () => {
  await using db = await testDb();
  const made = await school(db);
  await enrolment(db, { sectionId: made.sectionId, studentId: made.ada.id, untilDay: '2026-09-06' });
  const { batchId } = await read(made, 'ada@school.test', made);
  await made.apply(batchId);
  expect((await rollOf(db, made.sectionId)).map(({ fromDay }) => fromDay)).toEqual(['2026-01-01', '2026-09-07']);
});

test('B33: one bad line stops no other, and the counts add up', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId } = await read(made, 'bad\nada@school.test\nnobody@school.test\nada@school.test', made);
  expect(await made.apply(batchId)).toMatchObject({ done: 1, total: 1, counts: { create: 1, duplicate: 1, refused: 2 } });
  expect(await rollOf(db, made.sectionId)).toHaveLength(1);
});

test('B34, P10, B7: a new student’s address outside the school’s domains is refused; a known student is enrolled whatever the domain', async () => {
  await using db = await testDb();
  const made = await school(db);
  await settings(db, { emailDomains: { student: ['st.school.test'], teacher: [], assistant: [] } });
  const { lines } = await read(made, 'x@gmail.com\ny@st.school.test\nada@school.test', { ...made, createMissing: true });
  expect(lines).toEqual([
    { line: 1, verdict: 'refused', message: 'Addresses of students end in @st.school.test.' },
    { line: 2, verdict: 'create', message: 'New student, waiting for approval.' },
    { line: 3, verdict: 'create', message: null },
  ]);
});

test('P7: a header may come after blank lines', async () => {
  await using db = await testDb();
  const made = await school(db);
  expect((await read(made, '\n\nemail\nada@school.test', made)).lines).toEqual([{ line: 4, verdict: 'create', message: null }]);
});

test.each([';', '\t', '|', ','])(
  'P8: cells may be separated by %j, and nothing of the sort becomes an address',
  async (delimiter) => {
    await using db = await testDb();
    const made = await school(db);
    const text = [
      ['email', 'username', 'section_id'],
      ['z3@school.test', 'bob', String(made.sectionId)],
    ]
      .map((cells) => cells.join(delimiter))
      .join('\n');
    const { batchId, rows } = await read(made, text, { createMissing: true });
    expect(rows).toMatchObject([{ line: 2, verdict: 'create', subject: 'bob (z3@school.test), Physics (PH A)' }]);
    await made.apply(batchId);
    expect((await db.select().from(users).where(eq(users.state, 'pending'))).map(({ email }) => email)).toEqual([
      'z3@school.test',
    ]);
  },
);

test('somebody who has left is not enrolled', async () => {
  await using db = await testDb();
  const made = await school(db);
  await db.update(users).set({ archivedAt: NOW }).where(eq(users.id, made.ada.id));
  expect((await read(made, 'ada@school.test', made)).lines).toMatchObject([{ verdict: 'refused' }]);
});

test('the file of refused lines has their columns, line and reason, runs no formula, and can be uploaded again', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { batchId } = await read(
    made,
    `email,name,section_id\n=cmd(),"@SUM(1,""2"")",${made.sectionId}\nada@school.test,,${made.sectionId}\n`,
  );
  const { csv, fileName } = await made.call.import.refused({ batchId });
  expect(fileName).toBe(`import-${batchId}-refused.csv`);
  expect(csv).toBe(
    `\ufeffemail,name,section_id,line,problem\r\n'=cmd(),"'@SUM(1,""2"")",${made.sectionId},2,The email address is missing or cannot be one.\r\n`,
  );
  const again = await read(made, csv.replace("'=cmd()", 'new@school.test'), { createMissing: true });
  expect(again.rows).toMatchObject([{ line: 2, verdict: 'create', subject: '@SUM(1,"2") (new@school.test), Physics (PH A)' }]);
});

test('an upload changes nothing; applied and undone, every row is what it was', async () => {
  await using db = await testDb();
  const made = await school(db);
  const before = await everything(db);
  const { batchId } = await read(made, 'ada@school.test\nnew@school.test', { ...made, createMissing: true });
  expect(await everything(db)).toEqual(before);
  await made.apply(batchId);
  await made.undo(batchId);
  expect(await everything(db)).toEqual(before);
});

/** Verdict and subject of each line of a list whose class is chosen, and how its columns were read. */
async function readList(text: string | Uint8Array, choose = true) {
  await using db = await testDb();
  const made = await school(db);
  const choice = { sectionId: choose ? made.sectionId : null, createMissing: true };
  const { batchId, rows } = await read(
    made,
    typeof text === 'string' ? text.replace('CLASS', String(made.sectionId)) : text,
    choice,
  );
  const { columns } = await made.call.import.get({ batchId });
  return { rows: rows.map(({ line, verdict, subject }) => [line, verdict, subject.replace(', Physics (PH A)', '')]), columns };
}

const ANA = 'Ana Sample (ana@school.test)';

test.each([
  ['what Excel writes', 'sep=;\r\nE-Mail;Name;Klasse\r\nana@school.test;Ana Sample;CLASS\r\n', 3],
  ['Moodle', 'First name,Surname,Email address,Groups\nAna,Sample,ana@school.test,10A', 2],
  ['Canvas', 'Student,ID,SIS User ID,SIS Login ID,Section\nAna Sample,12,s1,ana@school.test,PH A', 2],
  ['Microsoft Forms', 'ID,Start time,Email,Name,Your class?\n1,10/2/2026 9:00,ana@school.test,Ana Sample,10A', 2],
  ['Google Classroom', 'Last Name,First Name,Email Address\nSample,Ana,ana@school.test', 2],
  ['German', 'Name;Vorname;E-Mail-Adresse\nSample;Ana;ana@school.test', 2],
  ['French', 'Nom\tPrénom\tCourriel\nSample\tAna\tana@school.test', 2],
  ['Spanish', 'Nombre;Apellidos;Correo electrónico\nAna;Sample;ana@school.test', 2],
  ['title lines', 'Class list 10A - Autumn;;\n;;\nName;Email;section_id\nAna Sample;ana@school.test;CLASS', 4],
  ['blank columns', 'email,name,section_id,,,\nana@school.test,Ana Sample,CLASS,,,\n,,,,,', 2],
  ['a column of addresses by another word', 'Pupil contact,Name\nana@school.test,Ana Sample', 2],
])('a list as of %s', async (_, text, line) => {
  expect((await readList(text)).rows).toEqual([[line, 'create', ANA]]);
});

test.each([
  ['the form of a mail program', 'Name,Email\nAna Silva,Ana Silva <ana@school.test>'],
  ['a link', 'Name,Email\nAna Silva,mailto:ana@school.test'],
  ['what nobody sees', 'Name,Email\nAna Silva,\u00a0ana@school.test\u200b'],
  ['Polish headers', 'Lp.;Nazwisko i imię;Adres e-mail\n1;Ana Silva;ana@school.test'],
  ['Polish headers of two names', 'Imię;Nazwisko;Poczta elektroniczna;Nr albumu\nAna;Silva;ana@school.test;7'],
  ['a Spanish header of both names', 'Apellidos, Nombre;Correo electrónico\nAna Silva;ana@school.test'],
])('%s gives the address and the name', async (_, text) => {
  await using db = await testDb();
  const made = await school(db);
  const { rows } = await read(made, text, { ...made, createMissing: true });
  expect(rows).toMatchObject([{ verdict: 'create', subject: 'Ana Silva (ana@school.test), Physics (PH A)' }]);
});

test('an address that cannot be mailed is none: its person comes in once, and is known when the list comes again', async () => {
  await using db = await testDb();
  const made = await school(db);
  await user(db, { email: 'zoe@xn--schle-mva.example', name: 'Zoë' });
  const text = [
    'email,name,student number',
    'jörg@school.test,Jörg Ähre,',
    'zoe@schüle.example,Zoë,',
    'N/A,Bo Gil,77',
    ',Cy Gil,78',
    'N/A,Nobody,',
  ].join('\n');
  const choice = { ...made, createMissing: true };
  const { batchId, rows } = await read(made, text, choice);
  const none = (written: string) =>
    `New student, waiting for approval. “${written}” is no email address, so that there is none: can be marked, but not invited.`;
  expect(rows).toMatchObject([
    { subject: 'Jörg Ähre (no email address), Physics (PH A)', message: none('jörg@school.test') },
    { subject: 'Zoë (zoe@xn--schle-mva.example), Physics (PH A)', message: null },
    { subject: 'Bo Gil (no email address), Physics (PH A)', message: none('N/A') },
    { message: 'New student, waiting for approval. No email address: can be marked, but not invited.' },
    { verdict: 'refused', message: 'The email address is missing or cannot be one.' },
  ]);
  await made.apply(batchId);
  expect(await rollOf(db, made.sectionId)).toHaveLength(4);
  const again = await read(made, text, choice);
  expect(again.rows.map(({ verdict }) => verdict)).toEqual(['duplicate', 'duplicate', 'duplicate', 'duplicate', 'refused']);
});

test('a student number is kept, says who somebody is by another address, and is not that of two', async () => {
  await using db = await testDb();
  const made = await school(db);
  const list = (...lines: string[]) =>
    read(made, ['Student ID,Email,Name', ...lines].join('\n'), { ...made, createMissing: true });
  const { batchId } = await list('77,ada@school.test,Ada', '78,bo@school.test,Bo', '78,cy@school.test,Cy');
  await made.apply(batchId);
  const numbers = async () => (await db.select().from(users)).slice(1).map(({ name, studentNumber }) => [name, studentNumber]);
  expect(await numbers()).toEqual([
    ['Ada Lovelace', '77'],
    ['Bo', '78'],
    ['Cy', null],
  ]);
  await db.delete(enrolments);
  const lines = await list('77,ada@elsewhere.test,Ada', '79,,Nobody', '78,,Somebody Else', '78,else@school.test,Somebody Else');
  expect(lines.lines).toEqual([
    { line: 2, verdict: 'create', message: 'Known here by the number 77, with another address.' },
    {
      line: 3,
      verdict: 'create',
      message: 'New student, waiting for approval. No email address: can be marked, but not invited.',
    },
    { line: 4, verdict: 'refused', message: 'The number 78 is that of Bo here, whose name this line does not have.' },
    { line: 5, verdict: 'refused', message: 'The number 78 is that of Bo here, whose name this line does not have.' },
  ]);
});

test('the preview tells how columns were read, and which were not', async () => {
  const { columns } = await readList('Vorname;Nachname;Telefon;E-Mail;\nAna;Sample;0123;ana@school.test;');
  expect(columns).toEqual({
    read: [
      { field: 'email', column: 'E-Mail', place: 3 },
      { field: 'first', column: 'Vorname', place: 0 },
      { field: 'last', column: 'Nachname', place: 1 },
    ],
    unread: ['Telefon'],
    names: ['Vorname', 'Nachname', 'Telefon', 'E-Mail', ''],
  });
});

test.each([
  ['Nome;Apelido;Endereço de email;Número de aluno', ['email', 'first', 'last', 'number'], []],
  ['Prénom(s);Nom de famille;Courriel (école);Numéro d’élève', ['email', 'first', 'last', 'number'], []],
  ['Etunimi;Sukunimi;E-mail;Numero', ['email'], ['Etunimi', 'Sukunimi', 'Numero']],
])('“%s” is read as far as it is known, and the rest is named', async (header, fields, unread) => {
  const { columns } = await readList(`Liste\n${header}\nAna;Sample;ana@school.test;A17`);
  expect([columns?.read.map(({ field }) => field), columns?.unread]).toEqual([fields, unread]);
});

test('columns and class are chosen in the preview: the file is read once more with them', async () => {
  await using db = await testDb();
  const made = await school(db);
  const text = 'Rufname,Kontakt,Email\nAna,ana@school.test,office@school.test\n';
  const { batchId } = await read(made, text, { createMissing: true });
  const choice = { sectionId: made.sectionId, createMissing: true, columns: { email: 1, name: 0 } };
  await made.call.import.reread({ batchId, ...choice });
  expect((await made.rows(batchId)).map(({ subject, verdict }) => [verdict, subject])).toEqual([
    ['create', `${ANA.replace(' Sample', '')}, Physics (PH A)`],
  ]);
  expect(await made.call.import.get({ batchId })).toMatchObject({ sectionId: made.sectionId, createMissing: true, isKept: true });
  await made.apply(batchId);
  expect(await rollOf(db, made.sectionId)).toHaveLength(1);
  expect(await made.call.import.get({ batchId })).toMatchObject({ isKept: false });
});

test('a comma of a name separates nothing', async () => {
  const { rows } = await readList('ana@school.test;Sample, Ana;CLASS\nbo@school.test;Sample, Bo;CLASS', false);
  expect(rows[0]).toEqual([1, 'create', 'Sample, Ana (ana@school.test)']);
});

test('a class is found by what people call it, unless several are', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { id: courseId } = await course(db, { code: 'CH', title: 'Chemistry' });
  await section(db, { courseId, code: 'A' });
  await section(db, { courseId, code: 'B' });
  const classes = ['PH A', 'ph-a', 'Physics A', 'Physics (PH A)', 'B', 'A', 'PH Z'];
  const { rows } = await read(made, `email,section\n${classes.map((one, n) => `s${n}@school.test,${one}`).join('\n')}`, {
    createMissing: true,
  });
  const physics = 'Physics (PH A)';
  expect(rows.slice(0, 5).map(({ subject }) => subject.split('), ')[1])).toEqual([...Array(4).fill(physics), 'Chemistry (CH B)']);
  expect(rows.slice(5).map(({ message }) => message)).toEqual([
    'Several classes are called “A”. Write the course too, as in “MA A”.',
    'There is no class “PH Z”. Write its number, or its course and class as in “MA A”.',
  ]);
});

test('who has left the list’s class is not enrolled', async () => {
  const { rows } = await readList('email,name,status\nana@school.test,Ana Sample,active\nbo@school.test,Bo,deleted');
  expect(rows).toEqual([
    [2, 'create', ANA],
    [3, 'unchanged', 'bo@school.test'],
  ]);
});

test('a stray quotation mark costs its line alone, a name in quotes nothing', async () => {
  const lines = [
    'ana@school.test,Ana Sample',
    'bud@school.test,"Bud" Jones',
    'cy@school.test,"Cy',
    'di@school.test,"Di, of Ys"',
    '',
  ];
  const { rows } = await readList(['email,name', ...lines].join('\n'));
  expect(rows).toEqual([
    [2, 'create', ANA],
    [3, 'create', '"Bud" Jones (bud@school.test)'],
    [4, 'refused', 'cy@school.test'],
    [5, 'create', 'Di, of Ys (di@school.test)'],
  ]);
});
