/** Rows on their way to a page: short, and the same when they arrive. */
import { expect, test } from 'vitest';
import { packRegister, unpackRegister } from '#domain/register/packed-rows';
import { classSessionView, NOW, row } from '../app/register-builders';

const CLAIM = { claimId: 'c', reasons: ['late'], status: null, receivedAt: NOW } as never;

test('a register arrives as it was packed, whatever is said of a row', () => {
  const marked = row(2, {
    status: 'late',
    source: 'qr',
    version: 3,
    changedBy: 'Ada',
    changedAt: NOW,
    note: '',
    isFlagged: true,
  });
  const rows = [row(1), marked, row(3, { claims: [CLAIM], waiting: ['late'] as never, photoAt: NOW, studentNumber: '0' })];
  const register = { classSession: classSessionView(), rows };
  expect(unpackRegister(packRegister(register))).toEqual(register);
});

test('of somebody without a mark only the id and the name are sent', () => {
  const { rows } = packRegister({ classSession: classSessionView(), rows: [row(1), row(2)] });
  expect(rows).toBe('[[1,"Student 1"],[2,"Student 2"]]');
});
