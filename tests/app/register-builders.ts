/** Views of a register with sensible defaults: a test names only what it is about. */
import type { WaitingReason } from '#domain/check-in/check-in';
import type { ClassSessionView, RegisterRow, WaitingClaim } from '#domain/register/register';

export const NOW = Date.UTC(2026, 8, 7, 9, 0);
const HOUR_MS = 3_600_000;

/** A class of one hour from `NOW`, open for check-in. */
export function classSessionView(given: Partial<ClassSessionView> = {}): ClassSessionView {
  return {
    id: 7,
    sectionId: 1,
    courseCode: 'MA',
    courseTitle: 'Mathematics',
    sectionCode: 'A',
    room: null,
    day: '2026-09-07',
    startsAt: NOW,
    endsAt: NOW + HOUR_MS,
    zone: 'UTC',
    state: 'open',
    openedAt: NOW,
    openedBy: null,
    cover: null,
    mayChange: true,
    mayHandOver: true,
    checkInClosesAt: NOW + HOUR_MS / 4,
    isCheckInOpen: true,
    revision: 0,
    closedAt: null,
    isHeld: false,
    headCount: null,
    marking: 'free',
    canOpen: false,
    canReopen: false,
    hasSpotCheck: false,
    serverNow: NOW,
    ...given,
  };
}

/** An unmarked student. */
export function row(studentId: number, given: Partial<RegisterRow> = {}): RegisterRow {
  return {
    studentId,
    name: `Student ${studentId}`,
    studentNumber: null,
    photoAt: null,
    status: null,
    source: null,
    version: 0,
    reasonCodeId: null,
    note: null,
    changedAt: null,
    changedBy: null,
    waiting: [],
    claims: [],
    isFlagged: false,
    place: null,
    ...given,
  };
}

/** A claim that waits. */
export function claim(claimId: string, reasons: WaitingReason[] = ['few-windows'], receivedAt = NOW): WaitingClaim {
  return { claimId, reasons, status: 'present', receivedAt };
}
