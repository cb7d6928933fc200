/** Who misses much in a random school, counted slowly from its marks: what lists of students and alerts should say. */
import { type CountedMark, type RandomSchool, recount, worth } from './report-school';

/** Marks by student. */
export function byStudent(marks: readonly CountedMark[]) {
  const ids = [...new Set(marks.map(({ studentId }) => studentId))];
  return ids.map((studentId) => ({ studentId, own: marks.filter((mark) => mark.studentId === studentId) }));
}

const inOrder = (marks: readonly CountedMark[]) =>
  [...marks].sort((a, b) => a.startsAt - b.startsAt || a.classSessionId - b.classSessionId);

const idsOf = (marks: readonly CountedMark[]) => inOrder(marks).map(({ classSessionId }) => classSessionId);

const meaningOf = ({ codes }: RandomSchool, { status, code }: CountedMark) =>
  codes.find(({ id }) => id === code)?.countsAs ?? status;

/** Whether a mark costs the rate all of a class session; coming late does not, whatever it earns. */
const isMissed = (school: RandomSchool, mark: CountedMark) =>
  worth(school, mark)[1] > 0 && worth(school, mark)[0] === 0 && meaningOf(school, mark) !== 'late';

/** Under the school's line of 80 %, worst first. */
export function frequentOf(school: RandomSchool, marks: readonly CountedMark[]) {
  const all = byStudent(marks).map(({ studentId, own }) => {
    const { earned = 0, possible = 0 } = recount(school, own, []);
    const missed = own.filter((mark) => isMissed(school, mark));
    return { studentId, missed: missed.length, earned, possible, classSessionIds: idsOf(missed) };
  });
  const isFrequent = ({ earned, possible }: { earned: number; possible: number }) => possible >= 500 && earned / possible < 0.8;
  return all.filter(isFrequent).sort((a, b) => a.earned / a.possible - b.earned / b.possible || a.studentId - b.studentId);
}

/** A tenth or more missed, excused or not, worst first. */
export function chronicOf(school: RandomSchool, marks: readonly CountedMark[]) {
  const all = byStudent(marks).map(({ studentId, own }) => {
    const counting = own.filter((mark) => meaningOf(school, mark) !== 'out');
    const missed = counting.filter((mark) => ['absent', 'excused'].includes(meaningOf(school, mark)));
    return { studentId, missed: missed.length, all: counting.length, classSessionIds: idsOf(missed) };
  });
  const isChronic = (one: { missed: number; all: number }) => one.missed > 0 && one.missed * 10 >= one.all;
  return all.filter(isChronic).sort((a, b) => b.missed / b.all - a.missed / a.all || a.studentId - b.studentId);
}

/** Three or more class sessions of one section missed at the end, with none attended since. */
export function inARowOf(school: RandomSchool, marks: readonly CountedMark[]) {
  return byStudent(marks).flatMap(({ studentId, own }) =>
    [...new Set(own.map(({ sectionId }) => sectionId))].flatMap((sectionId) => {
      const ofSection = inOrder(own.filter((mark) => mark.sectionId === sectionId && worth(school, mark)[1] > 0));
      const row = ofSection.slice(ofSection.findLastIndex((mark) => !isMissed(school, mark)) + 1);
      return row.length < 3 ? [] : [{ studentId, sectionId, missed: row.length, classSessionIds: idsOf(row) }];
    }),
  );
}
