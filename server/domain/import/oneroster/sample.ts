/** A small school as a OneRoster file, to see what is read: one course with a class, its teacher and two students. */
import { type ExportFacts, rosterZip } from './export';

const HERE = { sourcedId: null, archivedAt: null };
const SOMEBODY = { ...HERE, state: 'active', preferredName: null, studentNumber: null, familyName: null };
const TERM = { fromDay: '2026-09-07', untilDay: '2026-12-18' };

const SCHOOL: ExportFacts = {
  schoolName: 'Sample School',
  departments: [{ ...HERE, id: 1, name: 'Mathematics' }],
  terms: [{ ...HERE, ...TERM, id: 1, name: 'Autumn' }],
  courses: [{ ...HERE, id: 1, departmentId: 1, code: 'MA101', title: 'Mathematics' }],
  sections: [{ ...HERE, id: 1, courseId: 1, code: 'A', termId: 1 }],
  people: [
    { ...SOMEBODY, id: 1, role: 'teacher', name: 'Tess Byrne', email: 'tess.byrne@school.example' },
    { ...SOMEBODY, id: 2, role: 'student', name: 'Ana Silva', email: 'ana.silva@school.example', studentNumber: '1001' },
    { ...SOMEBODY, id: 3, role: 'student', name: 'Bo Okafor', email: 'bo.okafor@school.example', studentNumber: '1002' },
  ],
  merged: new Map(),
  enrolments: [2, 3].map((studentId) => ({ ...TERM, id: studentId, sectionId: 1, studentId, sourcedId: null })),
  staff: [{ sectionId: 1, userId: 1, role: 'teacher' }],
  sectionTerms: new Map([[1, [1]]]),
  domains: { student: [], teacher: [], assistant: [] },
  removalShare: 10,
  today: TERM.fromDay,
  now: 0,
};

/** @param at when it is made, epoch ms */
export const sampleRoster = (at: number): Uint8Array => rosterZip(SCHOOL, at);
