/** Hands something to a colleague whom one chooses: one class session, or a day. */
import { UserRoundPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '#app/components/ui/button';
import type { Colleague } from '#domain/register/cover';
import { ColleagueChoice, type LeftOut, useColleagues } from './colleague-choice';
import { useCoverAct } from './use-cover-act';

export type HandOverButtonProps = {
  label: string;
  title: string;
  leftOut?: LeftOut;
  /** What the colleague will be able to do. */
  children: ReactNode;
  /** Says what was done, and throws what was refused. */
  handOver: (colleague: Colleague) => Promise<string>;
};

/** The button and its dialog, which closes once it is done. */
export function HandOverButton({ label, title, leftOut, children, handOver }: HandOverButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const colleagues = useColleagues(leftOut);
  const { pendingId, act } = useCoverAct();
  const open = () => {
    setOpen(true);
    colleagues.search('');
  };
  const choose = async (colleague: Colleague) => {
    if (await act(colleague.id, () => handOver(colleague))) setOpen(false);
  };
  return (
    <>
      <Button size="sm" icon={UserRoundPlus} onClick={open}>
        {label}
      </Button>
      <ColleagueChoice
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={title}
        colleagues={colleagues}
        pendingId={pendingId}
        onChoose={(colleague) => void choose(colleague)}
      >
        {children}
      </ColleagueChoice>
    </>
  );
}
