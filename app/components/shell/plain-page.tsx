/** The frame of screens that need no sign-in: one narrow column under the mark. */
import { Trans } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Logo } from '#app/components/ui/logo';
import * as paths from '#app/paths';

export type PlainPageProps = { children: ReactNode };

/** Mark, then the content as the main landmark. */
export function PlainPage({ children }: PlainPageProps) {
  return (
    <div className="flex min-h-dvh flex-col px-4 pt-[max(1.5rem,env(safe-area-inset-top))] pb-[max(2rem,env(safe-area-inset-bottom))]">
      <header className="mx-auto w-full max-w-md">
        <Link to={paths.home()} className="touch -ms-2 inline-flex items-center rounded-md px-2">
          <Logo />
          <span className="sr-only">
            <Trans>, home</Trans>
          </span>
        </Link>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center py-8">
        {children}
      </main>
    </div>
  );
}
