/** New cards as they are printed, once: an A4 sheet of cards of the usual size. Their secrets are in the picture and nowhere else. */

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Printer } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import type { QrCode } from '#app/components/ui/qr/qr-code';
import { QrImage } from '#app/components/ui/qr/qr-image';

type Section = { courseTitle: string; courseCode: string; sectionCode: string };
export type PrintedCard = { studentId: number; name: string; studentNumber: string | null; code: QrCode };
export type CardSheetProps = { cards: readonly PrintedCard[]; section: Section; schoolName: string };

/** The size of a bank card (ISO/IEC 7810 ID-1), black on white whatever the theme. The dashed line is where to cut. */
function Card({ card, section, schoolName }: { card: PrintedCard; section: Section; schoolName: string }) {
  const { t } = useLingui();
  return (
    <li className="flex h-[54mm] w-[85.6mm] break-inside-avoid items-center gap-[2mm] overflow-hidden border border-dashed border-[#999] bg-[#fff] p-[3mm] text-[#000]">
      <QrImage code={card.code} label={t`Badge of ${card.name}`} className="w-[40mm] shrink-0 rounded-none" />
      <div className="min-w-0">
        <p className="text-lg leading-tight font-semibold break-words">{card.name}</p>
        {card.studentNumber && <p className="figures text-sm leading-tight">{card.studentNumber}</p>}
        <p className="mt-[2mm] text-sm leading-tight">{section.courseTitle}</p>
        <p className="text-sm leading-tight">{`${section.courseCode} ${section.sectionCode}`}</p>
        <p className="mt-[2mm] text-xs leading-tight">{schoolName}</p>
      </div>
    </li>
  );
}

/** The cards with the way to print them. Needs the page's script for its button; the browser's own menu prints as well. */
export function CardSheet({ cards, section, schoolName }: CardSheetProps) {
  const { t } = useLingui();
  return (
    <section aria-label={t`New cards`}>
      <Notice
        tone="success"
        title={t`${plural(cards.length, { one: '# card is ready to print', other: '# cards are ready to print' })}`}
        isLive
        className="mb-4 print:hidden"
        action={
          <Button variant="primary" icon={Printer} onClick={() => window.print()}>
            <Trans>Print</Trans>
          </Button>
        }
      >
        <Trans>
          Shown only once and not stored. Print them before you leave this page; a lost card has to be replaced by a new one.
        </Trans>
      </Notice>
      <ul className="flex flex-wrap gap-[3mm] [page:cards] print:gap-0">
        {cards.map((card) => (
          <Card key={card.studentId} card={card} section={section} schoolName={schoolName} />
        ))}
      </ul>
    </section>
  );
}
