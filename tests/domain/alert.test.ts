/** Rules of alerts: what each finds in a list of marks, on unrounded numbers; which classes each is judged on; and of which period. */
import { expect, test } from 'vitest';
import { type AlertMark, groundOf } from '#domain/alert/ground';
import { type Bench, type JudgedStudent, type Judgement, judge } from '#domain/alert/judging';
import { canStillRaise, firstDayOf, periodOf } from '#domain/alert/period';
import { schoolRulesIn, sectionRulesIn, toSchoolForm, toSectionForm } from '#domain/alert/rule-form';
import type { RatePolicy } from '#domain/rate';
import { DEFAULT_ALERTS, type Rule, type RulePlan, type SectionRules, scopesOf } from '#domain/school/alert-rule';
import { DEFAULT_SETTINGS, readSettings } from '#domain/school/school';
import { addDays } from '#domain/time';

const POLICY: RatePolicy = { lateCredit: 100, excusedCounts: 'leaves' };
const STATUS = { p: 'present', l: 'late', a: 'absent', e: 'excused', o: 'absent', i: 'excused' } as const;
/** What the reason of a mark counts as: a trip is out, an illness absent. */
const REASON = { o: 'out', i: 'absent' } as const;

/** A mark a day. `p`resent, `l`ate, `a`bsent, `e`xcused; `o`ut and `i`ll by a reason. */
function marksOf(letters: string): AlertMark[] {
  return [...letters].map((letter, index) => ({
    ...{ classSessionId: index + 1, sectionId: 1, day: addDays('2026-09-07', index), startTime: '09:00', startsAt: index },
    status: STATUS[letter as keyof typeof STATUS],
    reason: REASON[letter as keyof typeof REASON] ?? null,
    isSettled: true,
  }));
}

const LOW: Rule = { rule: 'low-attendance', threshold: 800, least: 5 };
const ROW: Rule = { rule: 'consecutive-absences', count: 3 };
const CHRONIC: Rule = { rule: 'chronic', share: 100, least: 10 };
const REACH: Rule = { rule: 'out-of-reach', threshold: 800, least: 5 };
const DROP: Rule = { rule: 'sudden-drop', drop: 200, least: 5 };

test.for<[string, Rule, string, number[] | null]>([
  ['four of five is 80 %, which is not below it', LOW, 'ppppa', null],
  ['three of five is', LOW, 'pppaa', [4, 5]],
  ['four class sessions say nothing yet', LOW, 'aaaa', null],
  ['excused is not among the five', LOW, 'pppae', null],
  ['an illness that counts as absent is', LOW, 'pppai', [4, 5]],
  ['three in a row', ROW, 'paaa', [2, 3, 4]],
  ['a fourth belongs to the row', ROW, 'paaaa', [2, 3, 4, 5]],
  ['two and one are no row', ROW, 'aapa', null],
  ['excused does not break a row, nor is in it', ROW, 'paaeoa', [2, 3, 6]],
  ['late breaks it', ROW, 'aala', null],
  ['a row that is over', ROW, 'aaap', null],
  ['one of ten', CHRONIC, 'pppppppppa', [10]],
  ['excused is missed as well', CHRONIC, 'pppppppppe', [10]],
  ['what is out is not', CHRONIC, 'pppppppppo', null],
  ['nine class sessions say nothing', CHRONIC, 'ppppppppa', null],
  ['one of eleven is less than a tenth', CHRONIC, 'ppppppppppa', null],
  ['3 of 6 can end at 13 of 16, above 80 %', REACH, 'pppaaa', null],
  ['2 of 6 ends at 12 of 16 at most', REACH, 'ppaaaa', [3, 4, 5, 6]],
  ['5 of 6 before and 8 of 14 now is a drop', DROP, 'ppppapppppppaaaapaap', [13, 14, 15, 16, 18, 19]],
  ['5 of 5 before and 12 of 14 now is none', DROP, 'pppppppppppppppppaa', null],
  ['nothing to compare with', DROP, 'aaaaaaaaaaaaaa', null],
])('%s', ([, rule, letters, named]) => {
  const ground = groundOf(rule, { marks: marksOf(letters), policy: POLICY, remaining: 10 });
  expect(ground?.classSessionIds ?? null).toEqual(named);
});

test('a class with a rule of its own, or without one, is not in the school’s figure', () => {
  const own = { 'low-attendance': { threshold: 900, least: 5 } };
  const plan: RulePlan = {
    school: DEFAULT_ALERTS.rules,
    sections: new Map<number, SectionRules>([
      [2, own],
      [3, { 'low-attendance': null, 'consecutive-absences': null }],
    ]),
    threshold: 750,
  };
  const scopes = (name: Rule['rule']) => scopesOf(plan, name, [1, 2, 3, 4]);
  expect(scopes('low-attendance')).toEqual([
    { rule: { rule: 'low-attendance', threshold: 900, least: 5 }, sectionId: 2, sectionIds: [2] },
    { rule: { rule: 'low-attendance', threshold: 750, least: 5 }, sectionId: null, sectionIds: [1, 4] },
  ]);
  expect(scopes('consecutive-absences').map(({ sectionId }) => sectionId)).toEqual([1, 2, 4]);
  expect(scopes('chronic')).toEqual([]);
});

const OFF = Object.fromEntries(Object.entries(DEFAULT_ALERTS.rules).map(([name, rule]) => [name, { ...rule, isOn: false }]));
const plan = (rules: Partial<RulePlan['school']>, sections: RulePlan['sections'] = new Map()): RulePlan => ({
  school: { ...(OFF as RulePlan['school']), ...rules },
  ...{ sections, threshold: 800 },
});
const LOW_ONLY = plan({ 'low-attendance': { isOn: true, threshold: null, least: 5 } });
const BENCH: Bench = { plan: LOW_ONLY, policy: POLICY, terms: [], today: '2026-09-20' };
const term = (fromDay: string, untilDay: string) => ({ id: 3, name: 'Autumn', fromDay, untilDay });

/** Those raised, as they stand afterwards. */
const standingOf = ({ raise }: Judgement) => raise.map((one, index) => ({ ...one, id: index + 1, period: one.period.key }));

/** Judges marks twice: as they are, and by another bench or with other class sessions ahead. */
function judgeTwice(letters: string, benches: [Bench, Bench], ahead: [number, number] = [0, 0]): Judgement {
  const student: JudgedStudent = {
    marks: marksOf(letters),
    standing: [],
    fromDay: '2026-09-01',
    ahead: new Map([[1, ahead[0]]]),
  };
  const standing = standingOf(judge(student, benches[0]));
  expect(standing).toHaveLength(1);
  return judge({ ...student, standing, ahead: new Map([[1, ahead[1]]]) }, benches[1]);
}
const QUIET = { raise: [], retract: [], end: [], renew: [], isDeferred: false };

test('what a change of terms does to alerts is not told as a change of marks', () => {
  const withTerm = (from: string) => ({ ...BENCH, terms: [term(from, '2026-12-18')] });
  const moved = { period: { key: 'term:3' }, formerPeriod: '2026-09' };
  expect(judgeTwice('ppaaaa', [BENCH, withTerm('2026-09-01')])).toMatchObject({ ...QUIET, renew: [moved] });
  expect(judgeTwice('ppaaaa', [BENCH, withTerm('2026-09-10')])).toMatchObject({ ...QUIET, end: [{ period: '2026-09' }] });
  const gone = { period: { key: '2026-09' }, formerPeriod: 'term:3' };
  expect(judgeTwice('ppaaaa', [withTerm('2026-09-01'), BENCH])).toMatchObject({ ...QUIET, renew: [gone] });
});

test('alerts of two months that come into one term are one', () => {
  const marks = [...marksOf('ppaaaa'), ...marksOf('ppaaaa').map((mark) => ({ ...mark, day: addDays(mark.day, 30) }))].map(
    (mark, index) => ({ ...mark, classSessionId: index, startsAt: index }),
  );
  const student: JudgedStudent = { marks, standing: [], fromDay: '2026-09-01', ahead: new Map() };
  const bench = { ...BENCH, today: '2026-10-13' };
  const standing = standingOf(judge(student, bench));
  const judged = judge({ ...student, standing }, { ...bench, terms: [term('2026-09-01', '2026-12-18')] });
  expect(judged).toMatchObject({ ...QUIET, end: [{ period: '2026-09' }], renew: [{ formerPeriod: '2026-10' }] });
});

test('an alert of all classes stands when one of them gets a rule of its own', () => {
  const own: SectionRules = { 'low-attendance': null };
  expect(judgeTwice('ppaaaa', [BENCH, { ...BENCH, plan: { ...LOW_ONLY, sections: new Map([[1, own]]) } }])).toEqual(QUIET);
});

test('out of reach ends without a word when class sessions are added, and stands when they are held', () => {
  const bench = { ...BENCH, plan: plan({ 'out-of-reach': { isOn: true, threshold: null, least: 5 } }) };
  expect(judgeTwice('ppaaaa', [bench, bench], [10, 20])).toMatchObject({ ...QUIET, end: [{ ground: { remaining: 10 } }] });
  expect(judgeTwice('ppaaaa', [bench, bench], [10, 9])).toEqual(QUIET);
});

test('an alert is of the term of its day, or of the month where there is none', () => {
  const term = { id: 3, name: 'Autumn', fromDay: '2026-09-01', untilDay: '2026-12-18' };
  const exams = { id: 4, name: 'Exams', fromDay: '2026-12-07', untilDay: '2026-12-18' };
  expect(periodOf('2026-12-06', [term, exams])).toMatchObject({ key: 'term:3', name: { term: 'Autumn' } });
  expect(periodOf('2026-12-07', [term, exams]).key).toBe('term:4');
  expect(periodOf('2026-12-19', [term])).toEqual({
    ...{ key: '2026-12', from: '2026-12-01', until: '2026-12-31' },
    name: { month: '2026-12' },
  });
  expect(firstDayOf('2026-12-08', [term, exams])).toBe('2026-09-01');
  expect(canStillRaise(periodOf('2026-10-01', [term]), '2027-01-01')).toBe(true);
  expect(canStillRaise(periodOf('2026-10-01', [term]), '2027-01-02')).toBe(false);
});

test('a form that was not touched describes the same rules, and settings of before have those of a new school', () => {
  const { rules } = DEFAULT_ALERTS;
  expect(schoolRulesIn(toSchoolForm(rules))).toEqual(rules);
  const own = { chronic: { share: 150, least: 4 }, 'sudden-drop': null };
  expect(sectionRulesIn(toSectionForm(own, rules))).toEqual(own);
  const { alerts: _, ...before } = DEFAULT_SETTINGS;
  expect(readSettings(JSON.stringify(before)).alerts).toEqual(DEFAULT_ALERTS);
  expect(readSettings('{"alerts":{"rules":{"chronic":{"isOn":true,"share":200,"least":5}}}}').alerts).toEqual({
    ...DEFAULT_ALERTS,
    rules: { ...rules, chronic: { isOn: true, share: 200, least: 5 } },
  });
});
