/** A message that stays on the page: what happened and what to do next. For what passes, use a toast. */
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '#app/components/ui/cx';

/** Icon, colours, and the word that says the tone to those who see neither. */
const TONES = {
  info: { icon: Info, word: 'Note', look: 'bg-excused-soft text-excused' },
  success: { icon: CircleCheck, word: 'Done', look: 'bg-present-soft text-present' },
  warning: { icon: TriangleAlert, word: 'Attention', look: 'bg-late-soft text-late' },
  danger: { icon: CircleAlert, word: 'Problem', look: 'bg-absent-soft text-absent' },
} as const satisfies Record<string, { icon: LucideIcon; word: string; look: string }>;

export type NoticeTone = keyof typeof TONES;

export type NoticeProps = {
  tone: NoticeTone;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Spoken when it appears after an action; off for notices that come with the page. */
  isLive?: boolean;
  className?: string;
};

/** Icon and words on a soft ground. */
export function Notice({ tone, title, children, action, isLive = false, className }: NoticeProps) {
  const { icon: Icon, word, look } = TONES[tone];
  return (
    <div
      role={isLive ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={cx('flex items-start gap-3 rounded-lg border border-current/20 px-4 py-3', look, className)}
    >
      <Icon className="mt-0.5 size-5 shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1 text-ink">
        <span className="sr-only">{word}: </span>
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-sm/6">{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
