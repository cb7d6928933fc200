/** A dialog to choose a colleague by name. What is handed to them is its caller's matter. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { TextField } from '#app/components/ui/form/field';
import { useNewestQuestion } from '#app/components/ui/hooks/use-newest-question';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { appCodeOf } from '#app/trpc/call';
import { loadApi } from '#app/trpc/load';
import type { Colleague } from '#domain/register/cover';

/** Why something could not be done, for people: the server's own words, or that there was no answer. Never throws. */
export function refusalText(i18n: I18n, error: unknown): string {
  if (appCodeOf(error) !== null && error instanceof Error) return error.message;
  return i18n._(msg`No answer from the server. Check the connection and try again.`);
}

/** Who is not among the colleagues that are found: the staff of a class session, or whose day it is. */
export type LeftOut = { classSessionId?: number; ofId?: number };

/** Finds colleagues as somebody types. */
export function useColleagues(leftOut: LeftOut = {}) {
  const { i18n } = useLingui();
  const [found, setFound] = useState<readonly Colleague[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const newest = useNewestQuestion();
  const answer = async (search: string, signal: AbortSignal) => {
    try {
      const colleagues = await (await loadApi()).cover.colleagues.query({ search, ...leftOut }, { signal });
      if (signal.aborted) return;
      setFound(colleagues);
      setProblem(null);
    } catch (error) {
      if (!signal.aborted) setProblem(refusalText(i18n, error));
    }
  };
  // An empty field is no word in the making.
  const search = (text: string) => newest.ask((signal) => answer(text, signal), text === '' ? 0 : undefined);
  return { found, problem, search };
}

export type ColleagueChoiceProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What the colleague will be able to do. */
  children: ReactNode;
  colleagues: ReturnType<typeof useColleagues>;
  /** Whose handing over is under way. */
  pendingId: number | null;
  onChoose: (colleague: Colleague) => void;
};

function Found({ colleagues, pendingId, onChoose }: Pick<ColleagueChoiceProps, 'colleagues' | 'pendingId' | 'onChoose'>) {
  const { t, i18n } = useLingui();
  const { found, problem } = colleagues;
  if (problem) return <p className="mt-3 text-sm text-absent">{problem}</p>;
  return (
    <ul aria-label={t`Colleagues`} className="mt-3 max-h-72 divide-y divide-line overflow-y-auto">
      {found?.map((colleague) => (
        <li key={colleague.id} className="flex items-center gap-3 py-2">
          <span className="max-[24rem]:hidden">
            <Avatar name={colleague.name} userId={colleague.id} photoAt={null} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block break-words font-medium">{colleague.name}</span>
            <span className="block text-sm text-ink-muted">{i18n._(ROLE_WORDS[colleague.role])}</span>
          </span>
          <Button size="sm" isPending={pendingId === colleague.id} onClick={() => onChoose(colleague)}>
            <Trans>
              Hand over<span className="sr-only"> to {colleague.name}</span>
            </Trans>
          </Button>
        </li>
      ))}
      {found?.length === 0 && (
        <li className="py-2 text-sm text-ink-muted">
          <Trans>Nobody found. Try the beginning of a name.</Trans>
        </li>
      )}
    </ul>
  );
}

/** The search, and those it finds. */
export function ColleagueChoice({ isOpen, onClose, title, children, colleagues, pendingId, onChoose }: ColleagueChoiceProps) {
  const { t } = useLingui();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <div className="mb-4 text-sm text-ink-muted">{children}</div>
      <TextField
        label={t`Find a colleague`}
        type="search"
        saysOptional={false}
        autoComplete="off"
        onChange={(event) => colleagues.search(event.target.value)}
      />
      <Found colleagues={colleagues} pendingId={pendingId} onChoose={onChoose} />
    </Dialog>
  );
}
