/** What went wrong, calmly: what happened, what to do next, and the number that finds it in the log. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { isRouteErrorResponse } from '@remix-run/react';
import { CloudAlert, Lock, type LucideIcon, SearchX, Timer, WifiOff } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button';
import * as paths from '#app/paths';

type Failure = { icon: LucideIcon; title: MessageDescriptor; text: MessageDescriptor; said?: string; canRetry: boolean };

const FAILURES = {
  offline: {
    icon: WifiOff,
    title: msg`You are offline`,
    text: msg`This page has not been saved on this device. It will open once you are connected again.`,
    canRetry: true,
  },
  forbidden: {
    icon: Lock,
    title: msg`You cannot open this page`,
    text: msg`Your account does not have access to it. If you think it should, ask your school’s administrator.`,
    canRetry: false,
  },
  missing: {
    icon: SearchX,
    title: msg`There is nothing here`,
    text: msg`The address may be mistyped, or the page may no longer be available to you.`,
    canRetry: false,
  },
  limited: {
    icon: Timer,
    title: msg`Too many attempts`,
    text: msg`There were too many requests from here. Wait a minute, then try again.`,
    canRetry: true,
  },
  unclear: {
    icon: CloudAlert,
    title: msg`Something went wrong on our side`,
    text: msg`This form was not understood. Open the page again and try once more.`,
    canRetry: true,
  },
  failed: {
    icon: CloudAlert,
    title: msg`Something went wrong on our side`,
    text: msg`This is not your fault. Try again in a moment; if it keeps happening, tell your school.`,
    canRetry: true,
  },
} as const satisfies Record<string, Failure>;

const BY_STATUS: Record<number, Failure> = {
  400: FAILURES.unclear,
  401: FAILURES.forbidden,
  403: FAILURES.forbidden,
  404: FAILURES.missing,
  405: FAILURES.missing,
  429: FAILURES.limited,
};

/** What to say about a thrown value. A loader's own message for people (`data({ message }, status)`) wins over the general text. */
function failureOf(error: unknown, isOnline: boolean): Failure {
  if (!isRouteErrorResponse(error)) return isOnline ? FAILURES.failed : FAILURES.offline;
  const failure = BY_STATUS[error.status] ?? FAILURES.failed;
  const message: unknown = error.data?.message;
  return error.status < 500 && typeof message === 'string' ? { ...failure, said: message } : failure;
}

export type ErrorPageProps = { error: unknown; isOnline: boolean; requestId?: string };

/** The content of an error screen, for inside any frame. */
export function ErrorPage({ error, isOnline, requestId }: ErrorPageProps) {
  const { i18n } = useLingui();
  const failure = failureOf(error, isOnline);
  const { icon: Icon, title, text, said, canRetry } = failure;
  return (
    <div className="mx-auto max-w-md py-8 text-center">
      <span className="mx-auto mb-5 grid size-16 place-items-center rounded-2xl bg-accent-soft text-accent">
        <Icon className="size-8" strokeWidth={1.75} aria-hidden="true" />
      </span>
      <h1 tabIndex={-1} className="text-2xl font-semibold">
        {i18n._(title)}
      </h1>
      <p className="mt-2 text-ink-muted">{said ?? i18n._(text)}</p>
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        {canRetry && (
          <Button variant="primary" onClick={() => window.location.reload()}>
            <Trans>Try again</Trans>
          </Button>
        )}
        <ButtonLink to={paths.home()} variant={canRetry ? 'secondary' : 'primary'} reloadDocument>
          <Trans>Go to the home page</Trans>
        </ButtonLink>
      </div>
      {failure === FAILURES.failed && requestId && (
        <p className="mt-8 text-sm text-ink-muted">
          <Trans>
            Give them this number: <code className="font-mono break-all">{requestId}</code>
          </Trans>
        </p>
      )}
    </div>
  );
}
