/** What verifying the history came to: whole, or the first broken link in words. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import type { HistoryFault, Verification } from '#domain/history';

const TABLE_WORDS: Record<string, MessageDescriptor> = {
  attendance_events: msg`Change of a mark`,
  audit_events: msg`Entry of the audit log`,
  claims: msg`Check-in`,
  seals: msg`Seal`,
  attendance: msg`Mark`,
  class_session_tallies: msg`Count of a class session`,
  student_tallies: msg`Count of a student`,
};

const FAULT_WORDS: Record<HistoryFault['why'], MessageDescriptor> = {
  altered: msg`It is not what was sealed: somebody has altered it in the database.`,
  missing: msg`It is gone: somebody has removed it from the database.`,
  inserted: msg`It was never sealed and is older than what was: somebody has slipped it in.`,
  'cut-off': msg`It was there and is gone with all that came after: the end of the history was cut off.`,
  recomputed: msg`It is another than the one told outside the database: the seals were computed anew.`,
  untold: msg`A mark and its changes disagree: one of them was altered in the database.`,
  miscounted: msg`It is not what the marks add up to.`,
};

/** The first broken link: which record, and how. Never throws. */
export function faultText({ i18n }: Pick<Format, 'i18n'>, { table, id, why }: HistoryFault): string {
  const word = TABLE_WORDS[table];
  return `${word ? i18n._(word) : table} ${id}. ${i18n._(FAULT_WORDS[why])}`;
}

/** The answer to "Verify the history". */
export function VerificationNotice({ verification }: { verification: Verification }) {
  const { t } = useLingui();
  const format = useFormat();
  const { checked, firstBroken } = verification;
  if (firstBroken)
    return (
      <ResultNotice tone="danger" title={t`The history is broken`} className="mb-4">
        <p>
          <Trans>First broken link: {faultText(format, firstBroken)}</Trans>
        </p>
        <p>
          <Trans>Keep this database as it is, look at who can write to it, and compare it with your backups.</Trans>
        </p>
      </ResultNotice>
    );
  return (
    <ResultNotice tone="success" title={t`The history is intact`} className="mb-4">
      {t`${plural(checked, {
        one: '# sealed record is as it was written, and marks and counts agree with it.',
        other: '# sealed records are as they were written, and marks and counts agree with them.',
      })}`}
    </ResultNotice>
  );
}
