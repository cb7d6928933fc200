/** What is worth knowing of a student beside the mark: how the last class sessions went, and whom to turn to. Read when it is shown. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useState } from 'react';
import { loadApi } from '#app/trpc/load';
import type { MarkRef } from '#domain/register/attendance';
import type { Streak, StudentSheet } from '#domain/register/student-sheet';

/** "Present 6 times in a row". Never throws. */
export function streakText(i18n: I18n, { kind, count }: Streak): string {
  if (kind === 'present') return i18n._(msg`${plural(count, { one: 'Present last time', other: 'Present # times in a row' })}`);
  return i18n._(msg`${plural(count, { one: 'Absent last time', other: 'Absent # times in a row' })}`);
}

function useSheet({ classSessionId, studentId }: MarkRef): StudentSheet | 'loading' | 'failed' {
  const [sheet, setSheet] = useState<StudentSheet | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let isOver = false;
    const take = (next: StudentSheet | 'failed') => !isOver && setSheet(next);
    loadApi()
      .then((api) => api.attendance.sheet.query({ classSessionId, studentId }))
      .then(take, () => take('failed'));
    return () => {
      isOver = true;
    };
  }, [classSessionId, studentId]);
  return sheet;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

function Address({ email }: { email: string }) {
  return (
    <a href={`mailto:${email}`} className="font-medium text-accent underline underline-offset-4 hover:text-accent-strong">
      {email}
    </a>
  );
}

function Facts({ sheet: { streak, email, guardians } }: { sheet: StudentSheet }) {
  const { i18n, t } = useLingui();
  return (
    <dl className="grid gap-1">
      {streak && <Fact label={t`This class`}>{streakText(i18n, streak)}</Fact>}
      <Fact label={t`Email`}>{email ? <Address email={email} /> : t`No address`}</Fact>
      {guardians?.map(({ id, name, relation, email: address }) => (
        <Fact key={id} label={relation ?? t`Guardian`}>
          {name} <Address email={address} />
        </Fact>
      ))}
    </dl>
  );
}

/** Has its room from the start, so that nothing below it moves when it is read. */
export function StudentFacts({ of }: { of: MarkRef }) {
  const sheet = useSheet(of);
  return (
    <div className="mb-4 min-h-12 text-sm">
      {sheet === 'failed' && (
        <p className="text-ink-muted">
          <Trans>How the last classes went, and the address, need a network.</Trans>
        </p>
      )}
      {typeof sheet === 'object' && <Facts sheet={sheet} />}
    </div>
  );
}
