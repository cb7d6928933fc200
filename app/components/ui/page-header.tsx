/** The head of a screen: its one h1, what it is about, and its actions. */
import { Link } from '@remix-run/react';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';

export type PageHeaderProps = {
  title: string;
  /** A line under the title: a date, a room, a count. */
  lead?: ReactNode;
  /** The screen above this one. */
  back?: { to: string; label: string };
  actions?: ReactNode;
};

/** Title, lead and actions; on phones the actions go below. */
export function PageHeader({ title, lead, back, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 lg:mb-8">
      {back && (
        <Link
          to={back.to}
          className="touch -ms-1 mb-1 inline-flex items-center gap-1 pe-3 text-sm font-medium text-ink-muted hover:text-ink print:hidden"
        >
          <ChevronLeft className="size-4" aria-hidden="true" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-4 sm:gap-x-6">
        <div className="min-w-0">
          <h1 tabIndex={-1} className="text-2xl font-semibold">
            {title}
          </h1>
          {lead && <div className="mt-1 text-ink-muted">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
      </div>
    </header>
  );
}
