/** Text files as programs write them: encodings, delimiters, lines, and cells that come back as they were. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv, unprotected } from '#domain/csv-text';
import { detectDelimiter, isBlank, readAll, readRows } from '#domain/import/import-csv';
import { decodeText } from '#domain/import/import-text';
import { readTime, readWeeks, weekdayReader } from '#domain/import/timetable/slot-words';

const rowsOf = (text: string) => readAll(readRows(text, 'file.csv'));
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));

test.each([
  ['UTF-8', bytes('Zoë\r\nŁódź')],
  ['UTF-8 with its mark', bytes('\ufeffZoë\r\nŁódź')],
  ['UTF-16 little-endian with its mark', bytes('\ufeffZoë\r\nŁódź', 'utf16le')],
  ['UTF-16 big-endian with its mark', new Uint8Array(Buffer.from('\ufeffZoë\r\nŁódź', 'utf16le').swap16())],
])('%s is told from the others', (_, given) => {
  expect(decodeText(given, 'file.csv')).toBe('Zoë\nŁódź');
});

test('UTF-16 without a mark is known by its zeros', () => {
  expect(decodeText(bytes('email,name\nada@school.test,Ada', 'utf16le'), 'a')).toBe('email,name\nada@school.test,Ada');
  const swapped = new Uint8Array(Buffer.from('email,name\nada@school.test,Ada', 'utf16le').swap16());
  expect(decodeText(swapped, 'a')).toBe('email,name\nada@school.test,Ada');
});

test('what is not UTF-8 is Windows-1252, curly quotes and euro included', () => {
  expect(decodeText(new Uint8Array([0x5a, 0x6f, 0xeb, 0x20, 0x80, 0x20, 0x93]), 'a')).toBe('Zoë € “');
});

test.each([
  ['NUL bytes', [65, 0, 66]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]],
  ['half a UTF-16 character', [0xff, 0xfe, 65]],
])('%s are no text', (_, given) => {
  expect(() => decodeText(new Uint8Array(given), 'photo.csv')).toThrow('import.no-text');
});

test.each([
  ['a,b\nc,d', ','],
  ['a;b\n"x;y;z";d', ';'],
  ['a;b,c\nd;e\nf;g', ';'],
  ['a\tb\nc\td', '\t'],
  ['a|b\nc|d', '|'],
  ['email\nada@school.test', ','],
  ['', ','],
  ['a,"x\n;y\n;z"\nb,c', ','],
  ['a@b.test;Sample, Ana;1\nc@b.test;Sample, Bo;1', ';'],
  ['a, b\nc, d', ','],
])('of %j the delimiter is %j', (text, delimiter) => {
  expect(detectDelimiter(text)).toBe(delimiter);
});

test('a row is counted from the line it begins on, whatever breaks its quotes hold', () => {
  expect(rowsOf('a,b\n"x\ny\n",2\n\nlast,3').map(({ line, cells }) => [line, ...cells])).toEqual([
    [1, 'a', 'b'],
    [2, 'x\ny\n', '2'],
    [5, ''],
    [6, 'last', '3'],
  ]);
});

test('a row of empty cells is blank', () => {
  expect(rowsOf(' , ,\nx,,').map(isBlank)).toEqual([true, false]);
});

test('a file longer than one slice is read whole, with its lines', () => {
  const rows = rowsOf(Array.from({ length: 60_000 }, (_, n) => `pupil${n}@school.test,"Pupil\n${n}"`).join('\n'));
  expect(rows).toHaveLength(60_000);
  expect(rows[59_999]).toEqual({ line: 119_999, cells: ['pupil59999@school.test', 'Pupil\n59999'] });
});

test('lines whose quotes do not match are read as they are written, however many there are', () => {
  const rows = rowsOf(Array.from({ length: 30_000 }, (_, n) => `${n},"Pupil, "${n % 3 ? '' : '"'}`).join('\n'));
  expect(rows).toHaveLength(30_000);
  expect(rows.slice(0, 2).map(({ isQuotedWrongly = false }) => isQuotedWrongly)).toEqual([true, false]);
});

test('reading gives way after each slice', () => {
  const reading = readRows('a,b\n'.repeat(200_000 / 2).slice(0, 400_000), 'file.csv');
  let turns = 0;
  while (!reading.next().done) turns++;
  expect(turns).toBeGreaterThanOrEqual(2);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('a spreadsheet does not run %j, and it comes back as it was', (cell) => {
  const [, second] = rowsOf(
    toCsv([
      ['a', 'b'],
      [cell, 'x'],
    ])
      .slice(1)
      .replaceAll('\r\n', '\n'),
  );
  expect(second?.cells[0]).toBe(`'${cell}`);
  expect(unprotected(second?.cells[0] ?? '')).toBe(cell);
});

test('whatever is written is read back the same', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab,;\t|"\n\'=+-@ é') });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = decodeText(bytes(toCsv([['one', 'two', 'three'], ...rows])), 'file.csv');
      const back = rowsOf(text).map(({ cells }) => cells.map(unprotected));
      expect(back).toEqual([['one', 'two', 'three'], ...rows, ['']]);
    }),
  );
});

test.each([
  ['Mon|Tues.|WEDNESDAY|thu|Fridays|Sa|Su', [1, 2, 3, 4, 5, 6, 7]],
  ['Mo|Di.|Mittwoch|donnerstags|Fr|Sonnabend|So', [1, 2, 3, 4, 5, 6, 7]],
  ['lundi|mar.|Mercredi|je|ven|sam|dim.', [1, 2, 3, 4, 5, 6, 7]],
  ['lunes|Ma|miércoles|jue|vie|sáb|domingo', [1, 2, 3, 4, 5, 6, 7]],
  ['maandag|di|wo|do|vr|za|zo', [1, 2, 3, 4, 5, 6, 7]],
  ['segunda-feira|ter.|quarta|qui|sex|sábado|dom', [1, 2, 3, 4, 5, 6, 7]],
  ['1|7|0|8|Someday|T|', [1, 7, null, null, null, null, null]],
])('the weekdays %s are read', (text, expected) => {
  const cells = text.split('|');
  expect(cells.map(weekdayReader(cells))).toEqual(expected);
});

test('a word that is another day in another language is read in the language of its file', () => {
  expect(weekdayReader(['ma', 'wo', 'vr'])('ma')).toBe(1);
  expect(weekdayReader(['ma', 'mi', 'vi'])('ma')).toBe(2);
});

test.each([
  [
    '9:00|09.00|9h00|9 h 05|9h|0900|9:00 AM|12:30 a.m.|12 pm|9.15 Uhr|24:00',
    '09:00 09:00 09:00 09:05 09:00 09:00 09:00 00:30 12:00 09:15 00:00',
  ],
  ['9|25:00|9:60|13:00 pm|24:30|noon|', '- - - - - - -'],
])('the times %s are read', (text, expected) => {
  expect(text.split('|').map((cell) => readTime(cell) ?? '-')).toEqual(expected.split(' '));
});

test('weeks are every one, or those of a letter', () => {
  const cells = ['', 'Every week', 'A', 'B weeks', 'Woche A', 'A/B', 'chaque semaine', 'odd'];
  expect(cells.map(readWeeks)).toEqual(['every', 'every', 'A', 'B', 'A', 'every', 'every', null]);
});
