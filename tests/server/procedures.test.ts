/** The doors of the API, all of them: who is let in is written down here, so that a procedure nobody thought about is noticed. */
import type { TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { ROLES, type Role } from '#domain/person/user';
import { toAppError } from '#server/trpc/errors';
import { appRouter } from '#server/trpc/routers/router';
import { type ApiOptions, api } from '../helpers/api';
import { testDb } from '../helpers/db';
import { user } from '../helpers/factories';

/** Whom a door lets in; null stands for anybody, signed in or not. */
const DOORS = {
  anybody: null,
  people: ROLES,
  staff: ['teacher', 'assistant', 'admin'],
  students: ['student'],
  administrators: ['admin'],
} as const satisfies Record<string, readonly Role[] | null>;
type Door = keyof typeof DOORS;

const PROCEDURES: Record<Door, string[]> = {
  anybody: [
    'auth.acceptInvitation',
    'auth.confirmAddress',
    'auth.forgotPassword',
    'auth.greet',
    'auth.lookAtInvitation',
    'auth.resendConfirmation',
    'auth.resetPassword',
    'auth.setUp',
    'auth.signIn',
    'auth.signInWithPasskey',
    'auth.signOut',
    'auth.signUp',
    'calendarFeed.read',
    'passkey.requestOptions',
    'school.profile',
  ],
  people: [
    'calendarFeed.create',
    'calendarFeed.revoke',
    'calendarFeed.state',
    'correction.about',
    'correction.attach',
    'correction.attachment',
    'correction.mine',
    'correction.request',
    'device.challenge',
    'device.mine',
    'device.register',
    'device.rename',
    'device.revoke',
    'leave.request',
    'leave.withdraw',
    'notification.markRead',
    'notification.mine',
    'passkey.add',
    'passkey.creationOptions',
    'passkey.mine',
    'passkey.proofOptions',
    'passkey.prove',
    'passkey.remove',
    'passkey.rename',
    'profile.changePassword',
    'profile.edit',
    'profile.export',
    'profile.isProved',
    'profile.photo',
    'profile.prove',
    'profile.removePhoto',
    'profile.setPhoto',
    'profile.withdrawName',
    'reasonCode.list',
    'timetable.mine',
    'user.endLoginSession',
    'user.loginSessions',
    'user.profile',
    'user.signOutEverywhereElse',
  ],
  staff: [
    'attendance.amendments',
    'attendance.history',
    'attendance.mark',
    'attendance.markMany',
    'attendance.scanBadge',
    'attendance.undo',
    'attendance.undoScan',
    'badge.cards',
    'checkIn.settle',
    'classSession.add',
    'classSession.cancel',
    'classSession.close',
    'classSession.endCheckIn',
    'classSession.extend',
    'classSession.key',
    'classSession.move',
    'classSession.open',
    'classSession.previewMove',
    'classSession.register',
    'classSession.renewKey',
    'classSession.reopen',
    'classSession.restore',
    'classSession.sections',
    'classSession.setHeadCount',
    'classSession.today',
    'correction.decide',
    'correction.decideMany',
    'correction.list',
    'correction.waiting',
    'leave.decide',
    'leave.list',
    'live.register',
    'offline.dayPack',
    'report.absentToday',
    'report.breakdown',
    'report.byReason',
    'report.chronic',
    'report.falling',
    'report.frequentAbsentees',
    'report.health',
    'report.marks',
    'report.notTaken',
    'report.overview',
    'report.section',
    'report.sessions',
    'report.trend',
    'spotCheck.answer',
    'spotCheck.figures',
  ],
  students: ['attendance.export', 'attendance.log', 'attendance.mine', 'checkIn.submit', 'leave.mine', 'timetable.today'],
  administrators: [
    'audit.list',
    'audit.names',
    'audit.verify',
    'badge.issueCards',
    'closure.create',
    'closure.delete',
    'closure.edit',
    'closure.importIcal',
    'closure.list',
    'closure.previewIcal',
    'course.add',
    'course.archive',
    'course.edit',
    'course.list',
    'course.remove',
    'course.restore',
    'data.beginBackup',
    'data.countRows',
    'data.export',
    'data.get',
    'data.openBackup',
    'data.progress',
    'department.add',
    'department.archive',
    'department.edit',
    'department.list',
    'department.remove',
    'department.restore',
    'enrolment.add',
    'enrolment.change',
    'enrolment.move',
    'enrolment.previewAdd',
    'enrolment.previewChange',
    'enrolment.previewMove',
    'enrolment.remove',
    'import.applyBatch',
    'import.get',
    'import.list',
    'import.oneRoster',
    'import.progress',
    'import.refused',
    'import.rows',
    'import.undoBatch',
    'import.upload',
    'invitation.access',
    'invitation.link',
    'invitation.send',
    'invitation.sendReset',
    'invitation.undelivered',
    'live.overview',
    'live.school',
    'person.add',
    'person.archive',
    'person.changeRole',
    'person.edit',
    'person.get',
    'person.list',
    'person.previewRole',
    'person.reactivate',
    'person.remove',
    'person.restore',
    'person.suspend',
    'person.withdraw',
    'reasonCode.addPreset',
    'reasonCode.archive',
    'reasonCode.create',
    'reasonCode.reorder',
    'reasonCode.update',
    'report.removeView',
    'report.renameView',
    'report.saveView',
    'report.views',
    'school.changeSettings',
    'school.settings',
    'school.simulateRule',
    'section.add',
    'section.addStaff',
    'section.archive',
    'section.edit',
    'section.get',
    'section.list',
    'section.remove',
    'section.removeStaff',
    'section.restore',
    'slot.create',
    'slot.delete',
    'slot.edit',
    'slot.get',
    'slot.list',
    'slot.preview',
    'slot.previewDelete',
    'term.archive',
    'term.create',
    'term.edit',
    'term.list',
    'term.restore',
    'user.decideApprovals',
    'user.decideName',
    'user.nameRequests',
    'user.pending',
  ],
};

const ALL = (Object.keys(PROCEDURES) as Door[]).flatMap((door) => PROCEDURES[door].map((name) => [name, door] as const));

test('every procedure has its door written down, and none twice', () => {
  const written = ALL.map(([name]) => name).sort();
  expect(written).toEqual(Object.keys(appRouter._def.procedures).sort());
});

type Caller = NonNullable<ApiOptions['actor']> | null;
type Calls = Record<string, Record<string, (input?: unknown) => Promise<unknown>>>;

/** The code a call without an input is refused with at the door, or null when it gets past it. */
async function refusalAt(db: Database, name: string, actor: Caller): Promise<string | null> {
  const [noun = '', verb = ''] = name.split('.');
  const error = await (api(db, { actor }).call as unknown as Calls)[noun]?.[verb]?.().then(
    () => null,
    (reason: TRPCError) => reason,
  );
  const code = error ? toAppError(error)?.code : undefined;
  return code === 'forbidden' || code === 'unauthenticated' ? code : null;
}

test.for(ALL)('%s is for %s, and for nobody else', async ([name, door]) => {
  await using db = await testDb();
  const allowed: readonly Role[] | null = DOORS[door];
  for (const role of ROLES) {
    const person = await user(db, { role });
    const isAllowed = allowed === null || allowed.includes(role);
    expect([role, await refusalAt(db, name, person)]).toEqual([role, isAllowed ? null : 'forbidden']);
    for (const state of ['pending', 'suspended'] as const)
      expect([state, await refusalAt(db, name, { ...person, state })]).toEqual([state, allowed && 'unauthenticated']);
  }
  expect(await refusalAt(db, name, null)).toBe(allowed && 'unauthenticated');
});
