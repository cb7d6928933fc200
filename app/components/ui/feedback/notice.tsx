/** A message that stays on the page: what happened and what to do next. For what passes, use a toast. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '#app/components/ui/cx';

/** Icon, colours, and the word that says the tone to those who see neither. */
const TONES = {
  info: { icon: Info, word: msg`Note`, look: 'bg-excused-soft text-excused' },
  success: { icon: CircleCheck, word: msg`Done`, look: 'bg-present-soft text-present' },
  warning: { icon: TriangleAlert, word: msg`Attention`, look: 'bg-late-soft text-late' },
  danger: { icon: CircleAlert, word: msg`Problem`, look: 'bg-absent-soft text-absent' },
} as const satisfies Record<string, { icon: LucideIcon; word: MessageDescriptor; look: string }>;

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
  const { i18n } = useLingui();
  const { icon: Icon, word, look } = TONES[tone];
  return (
    <div
      role={isLive ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={cx('flex flex-wrap items-start gap-3 rounded-lg border border-current/20 px-4 py-3', look, className)}
    >
      <Icon className="mt-0.5 size-5 shrink-0" aria-hidden="true" />
      {/* Narrower, its words would stand one under the other: the action goes under them. */}
      <div className="min-w-40 flex-1 text-ink">
        <span className="sr-only">{i18n._(word)}: </span>
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-sm/6">{children}</div>}
      </div>
      {action && <div className="ms-auto shrink-0">{action}</div>}
    </div>
  );
}
