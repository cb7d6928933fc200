/** What a check-in and a closing cost the processor with the tallies that reports are made of, and without: two copies of one school, in turns. */
import { copyFileSync } from 'node:fs';
import { type Database, openDatabase } from '#db/client';
import { queryRow, queryRows } from '#db/query';
import { HOUR_MS } from '#domain/duration';
import type { Actor } from '#domain/person/user';
import { countRegisters } from '#server/services/report/register-counting';
import { testServices } from '../../helpers/api';
import { action, as } from '../../helpers/classroom';
import { phonesOf, scanBy } from '../../helpers/phone';
import { alignedTable, percentile } from './measure';

/** Registers of 125 students; the first two warm up. */
const REGISTERS = 18;
const WARM_UP = 2;
/** Students who check in by themselves; as many are marked by hand, and the rest are absent. */
const SCANS = 50;
/** How much more the tallies may cost. */
const LIMIT = 1.1;

type Register = { id: number; sectionId: number; revision: number };
type Side = { db: Database; admin: Actor; registers: Register[] };
type Costs = { 'a check-in': number[]; 'a closing': number[] };

/** Nothing of the reports' is written: no tallies, and none of the indexes that the audit log's filters need. */
async function forgetTallies(db: Database): Promise<void> {
  const named =
    "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'attendance' and sql like '%tally_changes%'";
  const triggers = await queryRows<{ name: string; sql: string }>(db, named);
  await db.$client.batch([
    'drop trigger class_session_held',
    'drop trigger class_session_uncounted',
    'drop index attendance_events_at',
    'drop index attendance_events_actor',
    ...triggers.flatMap(({ name, sql }) => [`drop trigger ${name}`, `${sql.split('INSERT INTO tally_changes')[0]} END`]),
  ]);
}

const OPEN = `update class_sessions set state = 'open', opened_at = :now, starts_at = :now - id, ends_at = :end, closes_at = :end,
    check_in_closes_at = :end
  where id in (select id from class_sessions where state = 'scheduled' order by id limit ${REGISTERS})
  returning id, section_id sectionId, revision`;

async function openSide(file: string, now: number): Promise<Side> {
  const db = await openDatabase({ url: `file:${file}` });
  const admin = await queryRow<Actor>(db, `select id, name, role, state from users where role = 'admin'`);
  const registers = await queryRows<Register>(db, OPEN, { now, end: now + HOUR_MS });
  return { db, admin: admin as Actor, registers };
}

/** What `use` costs, in ms of the processor. */
async function cpuOf(use: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await use();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const ROLL = `select u.id, u.name, u.role, u.state from enrolments e join users u on u.id = e.student_id where e.section_id = ? limit ${2 * SCANS}`;

async function settleOne(
  { db, admin, registers }: Side,
  round: number,
  now: number,
): Promise<{ checkIns: number[]; closing: number }> {
  const register = registers[round] as Register;
  const students = await queryRows<Actor>(db, ROLL, [register.sectionId]);
  const scanning = students.slice(0, SCANS);
  const phones = await phonesOf(db, scanning);
  const checkIns: number[] = [];
  for (const [index, student] of scanning.entries()) {
    const claim = await scanBy(db, phones[index] as (typeof phones)[number], register, { at: now });
    checkIns.push(await cpuOf(() => as(db, student, now).checkIn.submit(claim)));
  }
  const ref = { ...action(now), classSessionId: register.id };
  const marks = students.slice(SCANS).map(({ id }) => ({ studentId: id, status: 'present' as const, version: 0 }));
  await as(db, admin, now).attendance.markMany({ ...ref, marks });
  const closing = await cpuOf(() => as(db, admin, now).classSession.close({ ...ref, ...action(now) }));
  return { checkIns, closing };
}

/** @param file a school with class sessions ahead; it is copied  @returns whether the tallies cost no more than they may */
export async function tellSettlingCost(file: string, copies: [string, string], now: number): Promise<boolean> {
  for (const copy of copies) copyFileSync(file, copy);
  const sides = [await openSide(copies[0], now), await openSide(copies[1], now)] as const;
  await forgetTallies(sides[0].db);
  const costs: [Costs, Costs] = [
    { 'a check-in': [], 'a closing': [] },
    { 'a check-in': [], 'a closing': [] },
  ];
  for (let round = 0; round < REGISTERS; round++) {
    for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { checkIns, closing } = await settleOne(sides[which], round, now);
      if (round < WARM_UP) continue;
      costs[which]['a check-in'].push(...checkIns);
      costs[which]['a closing'].push(closing);
    }
  }
  const counting = await cpuOf(() => countRegisters(testServices(sides[1].db)));
  for (const { db } of sides) db.$client.close();
  const medians = (['a check-in', 'a closing'] as const).map((what) => {
    const [before, after] = costs.map((cost) => percentile(cost[what], 0.5)) as [number, number];
    return { what, before, after };
  });
  const rows = medians.map(({ what, before, after }) => [
    ...[what, before.toFixed(2), after.toFixed(2)],
    `${((after / before - 1) * 100).toFixed(0)} %`,
  ]);
  console.log(`\n${alignedTable([['of a register of 125', 'CPU ms before', 'with tallies', 'more'], ...rows])}`);
  console.log(`Counting a register, a little later: ${(counting / REGISTERS).toFixed(2)} ms`);
  return medians.every(({ before, after }) => after <= before * LIMIT);
}
