/** The spot check on a register's screen once check-in has ended: a few names, and whether each is in the room. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Eye } from 'lucide-react';
import { useRegister } from '#app/components/register/model/register-context';
import { shownStatus } from '#app/components/register/model/register-state';
import { useClassSession, useRow } from '#app/components/register/model/register-store';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { StatusChip } from '#app/components/ui/status-chip';
import { markText } from '#app/components/ui/status-words';
import type { SpotCheckFigures } from '#domain/check-in/spot-check';
import { type DeckCard, withAnswers } from './deck';
import { SpotCheckRate } from './spot-check-rate';
import { type SpotCheck, useSpotCheck } from './use-spot-check';

type CardProps = { card: DeckCard; check: SpotCheck };

/** What an answer did, and what is left to do: the mark is the register's matter. */
function Consequence({ card, check }: CardProps) {
  const { i18n, t } = useLingui();
  const { store, marking } = useRegister();
  const view = useRow(store, card.studentId);
  const isHere = check.answers.get(card.studentId);
  if (isHere === undefined || !view) return null;
  const status = shownStatus(view);
  const noted = [t`Noted.`, ...(check.waiting.has(card.studentId) ? [t`Saved on this device, not yet confirmed.`] : [])];
  if (isHere || status === 'absent') return <p className="text-sm text-ink-muted">{noted.join(' ')}</p>;
  const stays = t`The mark stays ${markText(i18n, status)} until you change it.`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="flex-1 basis-48 text-sm">{[...noted, stays].join(' ')}</p>
      <Button size="sm" className="min-h-11" onClick={() => marking.mark(card.studentId, 'absent')}>
        <Trans>Mark absent</Trans>
      </Button>
    </div>
  );
}

function Answer({ card, check, isHere }: CardProps & { isHere: boolean }) {
  const { t } = useLingui();
  const isChosen = check.answers.get(card.studentId) === isHere;
  return (
    <Button
      aria-pressed={isChosen}
      variant={isChosen ? 'primary' : 'secondary'}
      onClick={() => check.answer(card, isHere)}
      className={isChosen ? 'border border-transparent' : undefined}
    >
      {isHere ? t`Here` : t`Not here`}
    </Button>
  );
}

function CardRow({ card, check }: CardProps) {
  const { t } = useLingui();
  const { store } = useRegister();
  const view = useRow(store, card.studentId);
  return (
    <li className="grid gap-2 px-4 py-3 sm:px-5">
      <fieldset className="flex min-w-0 flex-wrap items-center gap-3">
        <legend className="sr-only">{t`Is ${card.name} in the room?`}</legend>
        <Avatar name={card.name} userId={card.studentId} photoAt={view?.row.photoAt} />
        <div className="min-w-0 flex-1 basis-40">
          <p className="font-medium">{card.name}</p>
          {card.isFlagged && (
            <p className="text-sm text-ink-muted">
              <Trans>Worth a look: missing lately, or settled by hand.</Trans>
            </p>
          )}
        </div>
        <StatusChip status={view ? shownStatus(view) : null} size="compact" />
        <div className="flex flex-wrap gap-2">
          <Answer card={card} check={check} isHere />
          <Answer card={card} check={check} isHere={false} />
          <Button
            variant="quiet"
            onClick={() => check.skip(card)}
            className={check.answers.has(card.studentId) ? 'invisible' : undefined}
          >
            <Trans>
              Skip<span className="sr-only"> {card.name}</span>
            </Trans>
          </Button>
        </div>
      </fieldset>
      <Consequence card={card} check={check} />
    </li>
  );
}

/** What the deck is about, in a sentence. Never throws. */
export function deckText(i18n: I18n, cards: readonly DeckCard[], answers: ReadonlyMap<number, boolean>): string {
  if (cards.length === 0) return i18n._(msg`Nobody is left to look for.`);
  const isDone = cards.every(({ studentId }) => answers.has(studentId));
  if (isDone) return i18n._(msg`Done. Your answers count towards this class’s figure.`);
  return i18n._(msg`Check-in has ended. Look whether these students are in the room; the answers change no mark by themselves.`);
}

function Deck({ figures }: { figures: SpotCheckFigures }) {
  const { i18n, t } = useLingui();
  const { store } = useRegister();
  const classSession = useClassSession(store);
  const check = useSpotCheck(figures);
  return (
    <section
      aria-labelledby="spot-check-title"
      className="overflow-hidden rounded-xl border border-line bg-surface-raised shadow-raised"
    >
      <div className="px-4 pt-3 pb-2 sm:px-5">
        <h2 id="spot-check-title" className="flex items-center gap-2 text-base font-semibold">
          <Eye className="size-4" aria-hidden="true" />
          <Trans>Spot check</Trans>
        </h2>
        <p role="status" className="mt-1 text-sm text-ink-muted">
          {deckText(i18n, check.cards, check.answers)}
        </p>
      </div>
      <ul aria-label={t`Spot check`} className="divide-y divide-line">
        {check.cards.map((card) => (
          <CardRow key={card.studentId} card={card} check={check} />
        ))}
      </ul>
      <div className="border-t border-line px-4 py-2 sm:px-5">
        <SpotCheckRate figures={withAnswers(figures.classSessions, classSession, check.answers)} />
      </div>
    </section>
  );
}

/** The deck; nothing where the school does without. Needs a `RegisterProvider` around it. */
export function SpotCheckDeck({ figures }: { figures: SpotCheckFigures }) {
  const { store } = useRegister();
  return useClassSession(store).hasSpotCheck ? <Deck figures={figures} /> : null;
}
