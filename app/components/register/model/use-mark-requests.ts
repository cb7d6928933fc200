/** What happens when a mark is asked for: it is sent, or a reason is asked for first when the register is closed. */
import { useCallback, useRef, useState } from 'react';
import type { Status } from '#domain/register/attendance';
import type { ClassSessionView } from '#domain/register/register';
import type { MarkDetails } from './marking';
import { useRegister } from './register-context';

export type MarkingRule = ClassSessionView['marking'];
export type MarkRequest = { studentId: number; name: string; status: Status | null };

/** Why a mark changes: in words, by the school's list, or both. */
export type Why = Pick<MarkDetails, 'reasonCodeId'> & { reason: string };

export type MarkRequests = {
  /** Keeps its identity between renderings. */
  mark: (studentId: number, status: Status | null) => void;
  /** The mark that waits for its reason. */
  request: MarkRequest | null;
  /** The reason given last: several marks are often changed for one. */
  lastReason: string;
  confirm: (why: Why) => void;
  cancel: () => void;
};

/** @param rule what a change of a mark takes now */
export function useMarkRequests(rule: MarkingRule): MarkRequests {
  const { store, marking } = useRegister();
  const [request, setRequest] = useState<MarkRequest | null>(null);
  const lastReason = useRef('');
  const mark = useCallback(
    (studentId: number, status: Status | null) => {
      if (rule === 'free') marking.mark(studentId, status);
      if (rule === 'with-reason') setRequest({ studentId, status, name: store.view(studentId)?.row.name ?? '' });
    },
    [rule, store, marking],
  );
  const confirm = ({ reason, reasonCodeId }: Why) => {
    lastReason.current = reason;
    if (request) marking.mark(request.studentId, request.status, { ...(reason && { reason }), reasonCodeId });
    setRequest(null);
  };
  return { mark, request, lastReason: lastReason.current, confirm, cancel: () => setRequest(null) };
}
