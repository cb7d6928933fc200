/** What a register's parts show, without a browser. */
import { createRef, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { JustIn } from '#app/components/register/code/just-in';
import { Counts } from '#app/components/register/counts';
import { HeadCount } from '#app/components/register/head-count';
import { RegisterProvider } from '#app/components/register/model/register-context';
import { countsOf, registerState } from '#app/components/register/model/register-state';
import { NoteDialog } from '#app/components/register/row/note-dialog';
import { Rows } from '#app/components/register/row/rows';
import type { RegisterRow as Row } from '#domain/register/register';
import { drawn, drawnText } from '../helpers/drawn';
import { classSessionView, NOW, row } from './register-builders';

const nothing = () => undefined;
const TEACHER = { id: 99, name: 'Daniel Osborne', role: 'teacher', view: 'teaching', views: ['teaching'] } as const;

function within(rows: Row[], children: ReactNode): ReactNode {
  const register = { classSession: classSessionView(), rows };
  return (
    <RegisterProvider register={register} reasonCodes={[]} actor={TEACHER}>
      {children}
    </RegisterProvider>
  );
}

const rowsOf = (rows: Row[], visible: ReadonlySet<number> | null = null) =>
  drawn(
    within(
      rows,
      <Rows
        ids={rows.map(({ studentId }) => studentId)}
        visible={visible}
        list={createRef()}
        isLocked={false}
        onMark={nothing}
        onDetails={nothing}
      />,
    ),
  );

const rowOf = (given: Partial<Row>) => rowsOf([row(1, given)]);

/** Of its elements, without what they hold. */
const shapeOf = (html: string) => html.match(/<(fieldset|button|div|input|span data-brief)[^>]*class="[^"]*"/g);

test('a row has the face of its student, and the line for how a mark came about before there is one', () => {
  const photo = rowOf({ photoAt: NOW });
  expect(photo).toContain(`src="/photos/1?v=${NOW}"`);
  expect(rowOf({})).not.toContain('<img');
  const marked = rowOf({
    status: 'present',
    source: 'teacher',
    version: 1,
    changedBy: 'Ada',
    changedAt: NOW,
    note: 'Bus was late',
  });
  expect(marked).toContain('Bus was late');
  expect(shapeOf(marked)).toEqual(shapeOf(rowOf({})));
  expect(shapeOf(marked)).toContainEqual(expect.stringContaining('data-brief'));
});

test('rows come onto the screen four at a time, and bands that are lower are known to be', () => {
  const rows = Array.from({ length: 10 }, (_, index) => row(index + 1));
  const heightsOf = (html: string) => html.match(/<div(?: style="[^"]*")?>(?=<div role="listitem")/g);
  const low = (shown: number) => `<div style="contain-intrinsic-block-size:calc(${shown} * (3.75rem + 1px))">`;
  expect(heightsOf(rowsOf(rows))).toEqual(['<div>', '<div>', low(2)]);
  expect(heightsOf(rowsOf(rows, new Set([1, 2, 3, 4, 9])))).toEqual(['<div>', low(0), low(1)]);
});

test('who checked in stands under the code by name, the newest first', () => {
  const checkedIn = (id: number) => row(id, { status: 'present', source: 'qr', version: 1, changedBy: 'x', changedAt: NOW + id });
  const text = drawnText(within([checkedIn(1), row(2), checkedIn(3)], <JustIn />));
  expect(text).toBe('Just in S3 Student 3 P Present S1 Student 1 P Present');
  expect(drawn(within([row(1)], <JustIn />))).toBe('');
});

test('each figure is a button by name that shows whom it counts, the missing too', () => {
  const rows = [row(1, { status: 'late' }), row(2), row(3)];
  const counts = countsOf(registerState({ classSession: classSessionView(), rows }));
  const figures = drawn(<Counts counts={counts} filter="unmarked" onFilter={nothing} />).match(/<button.*?<\/button>/g) ?? [];
  expect(figures.map((one) => one.replaceAll(/<[^>]*>/g, ''))).toEqual(['0Present', '1Late', '0Absent', '0Excused', '2Missing']);
  expect(figures.map((one) => one.includes('aria-pressed="true"'))).toEqual([false, false, false, false, true]);
});

test('what the head count says is read when it is asked for, and not spoken with each check-in', () => {
  const html = drawn(within([row(1, { status: 'present' })], <HeadCount />));
  expect(html).toContain('1 marked present or late.');
  expect(html).not.toMatch(/role="(status|alert)"|aria-live/);
});

test('the sheet behind a name clears a mark; one without a mark has none to clear', () => {
  const sheetOf = (given: Partial<Row>) => {
    const { views } = registerState({ classSession: classSessionView(), rows: [row(1, given)] });
    const answers = { onClose: nothing, onSave: nothing, onTakeBack: nothing };
    const rules = { classSessionId: 7, isLocked: false, correctionOf: null, needsReason: false };
    return drawnText(within([row(1, given)], <NoteDialog view={views.get(1) ?? null} {...rules} {...answers} />));
  };
  expect(sheetOf({ status: 'late', source: 'teacher', changedBy: 'Ada', changedAt: NOW })).toContain('Clear mark');
  expect(sheetOf({})).not.toContain('Clear mark');
});
