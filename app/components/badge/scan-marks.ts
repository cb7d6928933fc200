/** What scans with no network do to the register on screen until the server has told: they fill the rows they will fill, and can be
 *  taken back. With a network the live register does it. Free of React. */

import type { ScanState } from '#app/components/outbox/scan-list';
import { type RowView, shownStatus } from '#app/components/register/model/register-state';
import type { RegisterStore } from '#app/components/register/model/register-store';
import type { ScanBadgeOutcome } from '#domain/check-in/badge';
import { isOpenToArrival } from '#domain/register/attendance';
import type { RegisterRow } from '#domain/register/register';

type Marked = Extract<ScanState, { studentId: number }>;

export type ScanMarks = {
  /** Shows a saved scan in its row. Answers how it stands: `already` where a mark is that a badge does not change. */
  show: (scanId: string, saved: Marked, at: number) => Marked;
  /** Puts the row back as it was before the scan, if nothing else has changed it. */
  takeBack: (scanId: string) => void;
  /** Takes in what the server made of it. */
  settle: (scanId: string, outcome: ScanBadgeOutcome) => void;
};

function withRow(view: RowView, row: Partial<RegisterRow>): RowView {
  return { ...view, row: { ...view.row, ...row } };
}

/** @param store of the register that is scanned into */
export function createScanMarks(store: Pick<RegisterStore, 'view' | 'change'>): ScanMarks {
  const before = new Map<string, RegisterRow>();

  function show(scanId: string, saved: Marked, at: number): Marked {
    const view = store.view(saved.studentId);
    if (!view) return saved;
    const standing = shownStatus(view);
    if (!isOpenToArrival({ status: standing, source: view.row.source })) return { ...saved, step: 'already', status: standing };
    before.set(scanId, view.row);
    const mark = {
      status: saved.status,
      source: 'badge',
      version: view.row.version + 1,
      changedBy: null,
      changedAt: at,
    } as const;
    store.change([saved.studentId], (one) => withRow(one, mark));
    return saved;
  }

  function takeBack(scanId: string): void {
    const row = before.get(scanId);
    before.delete(scanId);
    if (!row) return;
    store.change([row.studentId], (view) => {
      const isOurs = view.row.source === 'badge' && view.row.version === row.version + 1;
      return isOurs ? withRow(view, row) : view;
    });
  }

  function settle(scanId: string, outcome: ScanBadgeOutcome): void {
    if (outcome.outcome === 'refused') {
      takeBack(scanId);
      return;
    }
    before.delete(scanId);
    const { studentId, status, version } = outcome;
    const source = outcome.outcome === 'recorded' ? 'badge' : null;
    store.change([studentId], (view) => (version >= view.row.version ? withRow(view, { status, version, source }) : view));
  }

  return { show, takeBack, settle };
}
