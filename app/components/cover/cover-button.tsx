/** Handing one class session to a colleague, and taking it back. Needs the network. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Undo2 } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { loadApi } from '#app/trpc/load';
import type { Colleague, Cover } from '#domain/register/cover';
import { HandOverButton } from './hand-over-button';
import { useCoverAct } from './use-cover-act';

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
  const handOver = async ({ id, name }: Colleague) => {
    await (await loadApi()).cover.handOver.mutate({ classSessionId, userId: id });
    return t`Handed over to ${name}, who is told.`;
  };
  return (
    <HandOverButton
      label={t`Hand over to a colleague`}
      title={t`Hand over this class session`}
      leftOut={{ classSessionId }}
      handOver={handOver}
    >
      <Trans>
        Your colleague can take this register as you can, and nothing else of the class. You can take it back at any time.
      </Trans>
    </HandOverButton>
  );
}

export type CoverButtonProps = { classSessionId: number; cover: Cover | null };

/** Hands it over while nobody covers it; takes it back while somebody does. */
export function CoverButton({ classSessionId, cover }: CoverButtonProps) {
  return cover ? <TakeBack classSessionId={classSessionId} cover={cover} /> : <HandOver classSessionId={classSessionId} />;
}
