/** Handing one class session to a colleague, and taking it back. Needs the network. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { Undo2, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#app/components/ui/button';
import { useToast } from '#app/components/ui/feedback/toast';
import { loadApi } from '#app/trpc/load';
import type { Colleague, Cover } from '#domain/register/cover';
import { ColleagueChoice, refusalText, useColleagues } from './colleague-choice';

/** Does one thing at a time, reads the page again, and says what was done or why not.
 *  @returns whether it was done */
export function useCoverAct() {
  const { i18n } = useLingui();
  const toast = useToast();
  const { revalidate } = useRevalidator();
  const [pendingId, setPendingId] = useState<number | null>(null);
  const act = async (id: number, call: () => Promise<string>): Promise<boolean> => {
    setPendingId(id);
    try {
      toast({ text: await call() });
      return true;
    } catch (error) {
      toast({ tone: 'danger', text: refusalText(i18n, error) });
      return false;
    } finally {
      setPendingId(null);
      revalidate();
    }
  };
  return { pendingId, act };
}

function TakeBack({ classSessionId, cover }: { classSessionId: number; cover: Cover }) {
  const { t } = useLingui();
  const { pendingId, act } = useCoverAct();
  const { name } = cover;
  const takeBack = () =>
    act(cover.userId, async () => {
      await (await loadApi()).cover.takeBack.mutate({ classSessionId });
      return t`Taken back from ${name}, who is told.`;
    });
  return (
    <Button size="sm" icon={Undo2} isPending={pendingId !== null} onClick={() => void takeBack()}>
      <Trans>Take back from {name}</Trans>
    </Button>
  );
}

function HandOver({ classSessionId }: { classSessionId: number }) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const colleagues = useColleagues(classSessionId);
  const { pendingId, act } = useCoverAct();
  const open = () => {
    setOpen(true);
    colleagues.search('');
  };
  const choose = async ({ id, name }: Colleague) => {
    const isDone = await act(id, async () => {
      await (await loadApi()).cover.handOver.mutate({ classSessionId, userId: id });
      return t`Handed over to ${name}, who is told.`;
    });
    if (isDone) setOpen(false);
  };
  return (
    <>
      <Button size="sm" icon={UserRoundPlus} onClick={open}>
        <Trans>Hand over to a colleague</Trans>
      </Button>
      <ColleagueChoice
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t`Hand over this class session`}
        colleagues={colleagues}
        pendingId={pendingId}
        onChoose={(colleague) => void choose(colleague)}
      >
        <Trans>
          Your colleague can take this register as you can, and nothing else of the class. You can take it back at any time.
        </Trans>
      </ColleagueChoice>
    </>
  );
}

export type CoverButtonProps = { classSessionId: number; cover: Cover | null };

/** Hands it over while nobody covers it; takes it back while somebody does. */
export function CoverButton({ classSessionId, cover }: CoverButtonProps) {
  return cover ? <TakeBack classSessionId={classSessionId} cover={cover} /> : <HandOver classSessionId={classSessionId} />;
}
