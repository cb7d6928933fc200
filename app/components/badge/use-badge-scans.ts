/** Badges scanned into the register around it: each is handed in at once, told by tone and words, and can be taken back. What waits in
 *  the outbox is shown again after a reload; its verdict is taken in when it comes. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  isNewScan,
  type Scan,
  type ScanState,
  stateOf,
  stateOfOutcome,
  withScan,
  withState,
} from '#app/components/outbox/scan-list';
import { problemText } from '#app/components/register/model/marking';
import { useRegister } from '#app/components/register/model/register-context';
import { useOnline } from '#app/components/ui/hooks/use-online';
import { judgeHere, scanBadge } from '#app/offline/badge-scan';
import { mint } from '#app/offline/calls/queueable';
import { deliver } from '#app/offline/outbox/deliver';
import type { ScanBadgeInput, ScanBadgeOutcome } from '#domain/check-in/badge';
import { useOffline } from '../pwa/offline-provider';
import { signal } from './beep';
import { createScanMarks, type ScanMarks } from './scan-marks';

export type BadgeScans = {
  /** Newest first. */
  scans: readonly Scan[];
  /** Told of every text the camera reads. */
  onText: (text: string) => void;
  undo: (scan: Scan) => void;
};

type Update = (change: (scans: readonly Scan[]) => readonly Scan[]) => void;

const GOOD: readonly ScanState['step'][] = ['marked', 'saved', 'already'];

/** Brings scans of this register that wait in the outbox onto the list, as the day pack knows them. */
function useWaitingScans(classSessionId: number, marks: ScanMarks, update: Update) {
  const entries = useOffline()?.outbox.entries;
  const known = useRef(new Set<string>());
  const add = useCallback(
    async (input: ScanBadgeInput) => {
      const here = await judgeHere(input);
      const saved = here?.isGood ? ({ step: 'saved', ...here } as const) : null;
      // The register may have been kept with this scan's mark on it, so that the mark says nothing of the scan.
      if (saved) marks.show(input.id, saved, input.at);
      const state = saved ?? ({ step: 'unchecked' } as const);
      update((scans) =>
        scans.some(({ id }) => id === input.id) ? scans : withScan(scans, { id: input.id, at: input.at, state }),
      );
    },
    [marks, update],
  );
  useEffect(() => {
    const takenBack = new Set((entries ?? []).map((entry) => entry.procedure === 'attendance.undoScan' && entry.input.scanId));
    for (const { procedure, input, id } of entries ?? []) {
      if (procedure !== 'attendance.scanBadge' || input.classSessionId !== classSessionId || known.current.has(id)) continue;
      known.current.add(id);
      if (!takenBack.has(id)) void add(input);
    }
  }, [entries, classSessionId, add]);
  return known;
}

/** Takes in verdicts on scans that waited. */
function useScanVerdicts(scans: readonly Scan[], marks: ScanMarks, update: Update) {
  const verdicts = useOffline()?.outbox.verdicts;
  useEffect(() => {
    const waiting = new Set(
      scans.filter(({ state }) => state.step === 'saved' || state.step === 'unchecked').map(({ id }) => id),
    );
    for (const { id, answer } of verdicts ?? []) {
      if (!waiting.has(id)) continue;
      const outcome = answer.kind === 'answered' ? (answer.output as ScanBadgeOutcome) : null;
      if (outcome) marks.settle(id, outcome);
      else marks.takeBack(id);
      const failed = answer.kind === 'refused' ? answer.message : '';
      update((list) => withState(list, id, outcome ? stateOfOutcome(outcome) : { step: 'failed', message: failed }));
    }
  }, [scans, verdicts, marks, update]);
}

/** @param isMuted whether tones are off */
export function useBadgeScans(isMuted: boolean): BadgeScans {
  const { i18n } = useLingui();
  const { store, clock } = useRegister();
  const { id: classSessionId } = store.state().classSession;
  const isOnline = useOnline();
  const [marks] = useState(() => createScanMarks(store));
  const [scans, update] = useState<readonly Scan[]>([]);
  const seen = useRef(new Map<string, number>());
  const known = useWaitingScans(classSessionId, marks, update);
  useScanVerdicts(scans, marks, update);

  async function scan(input: ScanBadgeInput): Promise<void> {
    const { id, at } = input;
    known.current.add(id);
    update((list) => withScan(list, { id, at, state: { step: 'checking' } }));
    const answer = await scanBadge(input, isOnline).catch(
      (error) => ({ kind: 'failed', message: problemText(i18n, error) }) as const,
    );
    const told = stateOf(answer);
    const state = told.step === 'saved' ? marks.show(id, told, at) : told;
    signal(GOOD.includes(state.step) ? 'good' : 'bad', isMuted);
    update((list) => withState(list, id, state));
  }

  function onText(badge: string): void {
    if (isNewScan(seen.current, badge, performance.now())) void scan({ ...mint(clock.offsetMs()), classSessionId, badge });
  }

  async function takeBack({ id, state }: Scan): Promise<void> {
    if (!('studentId' in state)) return;
    update((list) => withState(list, id, { ...state, step: 'undone' }));
    marks.takeBack(id);
    try {
      const answer = await deliver('attendance.undoScan', { ...mint(clock.offsetMs()), classSessionId, scanId: id });
      if (answer.outcome === 'nothing-to-undo')
        update((list) => withState(list, id, { ...state, step: 'already', status: answer.status }));
    } catch (error) {
      update((list) => withState(list, id, { step: 'failed', message: problemText(i18n, error) }));
    }
  }

  return { scans, onText, undo: (one) => void takeBack(one) };
}
