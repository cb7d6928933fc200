/** Whose card is out, and choosing who gets a new one. Works without script too: what a dialog asks is then asked by the page. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { IdCard, Users } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Dialog } from '#app/components/ui/dialog';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { CheckboxField } from '#app/components/ui/form/field';
import { type Ticks, useTicks } from '#app/components/ui/hooks/use-ticks';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import type { CardHolder } from '#domain/check-in/badge';

/** What stood in the way of making cards. */
export type CardProblem = { step: 'nobody' } | { step: 'confirm'; replaced: number };

export type CardFormProps = {
  holders: readonly CardHolder[];
  canIssue: boolean;
  problem: CardProblem | null;
};

const idOf = ({ studentId }: CardHolder) => studentId;

function cardsText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# card', other: '# cards' })}`);
}

/** What confirming does, in a sentence. Never throws. */
export function replaceText(i18n: I18n, replaced: number): string {
  if (replaced === 1) return i18n._(msg`The card in use stops working at once.`);
  return i18n._(msg`The ${replaced} cards in use stop working at once.`);
}

function Problem({ problem }: { problem: CardProblem }) {
  const { i18n, t } = useLingui();
  if (problem.step === 'nobody')
    return (
      <Notice tone="warning" isLive>
        <Trans>Nobody was chosen. Tick the students who get a new card.</Trans>
      </Notice>
    );
  return (
    <Notice tone="warning" isLive title={t`Replace ${cardsText(i18n, problem.replaced)}?`}>
      {replaceText(i18n, problem.replaced)}
      <CheckboxField name="confirmed" value="yes" label={t`Replace them`} />
    </Notice>
  );
}

type HolderRowProps = { holder: CardHolder; canIssue: boolean; isChosen: boolean; onToggle: () => void };

function HolderRow({ holder, canIssue, isChosen, onToggle }: HolderRowProps) {
  const { t } = useLingui();
  const { studentId, name, photoAt, issuedAt } = holder;
  return (
    <ListRow
      leading={
        <>
          {canIssue && (
            <label className="touch -ms-3 grid shrink-0 place-items-center">
              <input
                type="checkbox"
                name="studentId"
                value={studentId}
                checked={isChosen}
                onChange={onToggle}
                className="size-5"
              />
              <span className="sr-only">
                <Trans>New card for {name}</Trans>
              </span>
            </label>
          )}
          <Avatar name={name} userId={studentId} photoAt={photoAt} />
        </>
      }
      title={name}
      detail={
        issuedAt === null ? (
          t`No card`
        ) : (
          <Trans>
            Card since <Time at={issuedAt} style="date" />
          </Trans>
        )
      }
    />
  );
}

function SelectAll({ ticked, isAll, toggleAll }: Ticks) {
  const { t } = useLingui();
  return (
    <label className="touch -ms-3 flex items-center gap-3 text-sm">
      <span className="grid w-11 place-items-center">
        <input type="checkbox" checked={isAll} onChange={toggleAll} className="size-5" />
      </span>
      {ticked.length > 0 ? t`${ticked.length} selected` : t`Select all`}
    </label>
  );
}

function ReplaceDialog({
  replaced,
  count,
  isOpen,
  onClose,
}: {
  replaced: number;
  count: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { i18n, t } = useLingui();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t`Replace ${cardsText(i18n, replaced)}?`}
      actions={
        <>
          <Button type="submit" variant="danger" name="confirmed" value="yes">
            {t`Make ${cardsText(i18n, count)}`}
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      }
    >
      <p>{replaceText(i18n, replaced)}</p>
      <p className="mt-2 text-ink-muted">
        <Trans>The new ones are shown only once, for printing, and not stored.</Trans>
      </p>
    </Dialog>
  );
}

/** The roll with cards, and the button that makes new ones. Those who have no card are ticked to begin with. */
export function CardForm({ holders, canIssue, problem }: CardFormProps) {
  const { i18n, t } = useLingui();
  const without = holders.filter(({ issuedAt }) => issuedAt === null);
  const ticks = useTicks(holders.map(idOf), without.map(idOf));
  const [isAsking, setAsking] = useState(false);
  const isPending = useNavigation().state === 'submitting';
  const chosen = holders.filter((holder) => ticks.isTicked(idOf(holder)));
  const replaced = chosen.filter(({ issuedAt }) => issuedAt !== null).length;
  const askFirst = (event: MouseEvent) => {
    if (replaced === 0) return;
    event.preventDefault();
    setAsking(true);
  };
  if (holders.length === 0)
    return (
      <Card>
        <EmptyState icon={Users} title={t`Nobody is on this roll today`} />
      </Card>
    );
  return (
    <Card title={t`Students`} isFlush>
      <Form method="post">
        {canIssue && (
          <div className="grid gap-3 border-b border-line px-4 pt-1 pb-3 sm:px-5">
            {problem && <Problem problem={problem} />}
            <div className="flex flex-wrap items-center justify-between gap-2">
              <SelectAll {...ticks} />
              <Button type="submit" variant="primary" icon={IdCard} isPending={isPending} onClick={askFirst}>
                {chosen.length > 0 ? t`Make ${cardsText(i18n, chosen.length)}` : t`Make cards`}
              </Button>
            </div>
          </div>
        )}
        <List label={t`Students and their cards`}>
          {holders.map((holder) => (
            <HolderRow
              key={holder.studentId}
              holder={holder}
              canIssue={canIssue}
              isChosen={ticks.isTicked(holder.studentId)}
              onToggle={() => ticks.toggle(holder.studentId)}
            />
          ))}
        </List>
        <ReplaceDialog replaced={replaced} count={chosen.length} isOpen={isAsking} onClose={() => setAsking(false)} />
      </Form>
    </Card>
  );
}
