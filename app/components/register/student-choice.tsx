/** The marks of a register, each leading on to a page about one of them. */
import { useLingui } from '@lingui/react/macro';
import { Avatar } from '#app/components/ui/avatar';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { StatusChip } from '#app/components/ui/status-chip';
import type { RegisterRow } from '#domain/register/register';

/** @param to the page about a student's mark */
export function StudentChoice({ rows, to }: { rows: readonly RegisterRow[]; to: (studentId: number) => string }) {
  const { t } = useLingui();
  return (
    <Card isFlush className="max-w-xl">
      <List label={t`Students`}>
        {rows.map(({ studentId, name, photoAt, status }) => (
          <ListRow
            key={studentId}
            to={to(studentId)}
            leading={<Avatar name={name} userId={studentId} photoAt={photoAt} size="sm" />}
            title={name}
            trailing={<StatusChip status={status} />}
          />
        ))}
      </List>
    </Card>
  );
}
