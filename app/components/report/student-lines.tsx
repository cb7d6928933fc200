/** Students who miss much, a line each, in lists by one measure. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { UserRoundCheck } from 'lucide-react';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { percentText, sumsText } from '#app/components/ui/figure';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import type { Query } from '#app/paths/query';
import { useFormat } from '#app/words/use-format';
import { percentOf, type Sums } from '#domain/rate';
import type { StudentListName } from '#domain/report/saved-view';
import { missedText } from './change-text';

export type StudentLine = {
  studentId: number;
  name: string;
  /** The rate of the list, and for those who fall the one before. */
  sums: Sums | null;
  before: Sums | null;
  missed: { missed: number; all: number } | null;
};

export const LIST_WORDS = {
  frequent: {
    label: msg`Frequent absentees`,
    about: msg`Their rate is under the school’s line, on five class sessions or more.`,
  },
  chronic: { label: msg`Chronic absence`, about: msg`They missed a tenth or more of their class sessions, excused or not.` },
  falling: {
    label: msg`Falling`,
    about: msg`Their rate of the last four weeks is furthest under that of the four weeks before.`,
  },
};

function StudentRow({ line, behind }: { line: StudentLine; behind: Query }) {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const { studentId, name, sums, before, missed } = line;
  const rate = sums && `${percentText(format, percentOf(sums))} (${sumsText(i18n, sums)})`;
  const former = before && percentText(format, percentOf(before));
  const parts = [missed && missedText(format, missed.missed, missed.all), former && t`before: ${former}`];
  return (
    <ListRow
      to={paths.reportedClassSessions({ ...behind, studentId })}
      title={name}
      detail={parts.filter(Boolean).join(' · ')}
      trailing={<span className="figures font-semibold">{rate}</span>}
    />
  );
}

type StudentLinesProps = {
  list: StudentListName;
  lines: readonly StudentLine[];
  /** What the class sessions behind a line are asked for by, beside its student. */
  behind: Query;
};

export function StudentLines({ list, lines, behind }: StudentLinesProps) {
  const { i18n, t } = useLingui();
  if (lines.length === 0)
    return (
      <EmptyState icon={UserRoundCheck} title={t`Nobody`}>
        <Trans>Nobody in this part of the school is on this list for these days.</Trans>
      </EmptyState>
    );
  return (
    <List label={i18n._(LIST_WORDS[list].label)}>
      {lines.map((line) => (
        <StudentRow key={line.studentId} {...{ line, behind }} />
      ))}
    </List>
  );
}
