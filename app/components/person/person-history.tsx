/** What happened with a person: devices, the last changes of marks, and what was done to the account. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Smartphone } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { StatusChip } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { AttendanceLogEntry } from '#domain/register/attendance-view';
import { auditText } from '../audit/audit-words';
import { reasonText, sourceText } from '../calendar/source-words';

type Device = { id: string; name: string; createdAt: number; revokedAt: number | null };

/** Phones and browsers that check in. */
export function PersonDevices({ devices }: { devices: readonly Device[] }) {
  const { t } = useLingui();
  if (devices.length === 0) return null;
  return (
    <Card title={t`Devices`} isFlush>
      <List label={t`Devices that check in`}>
        {devices.map(({ id, name, createdAt, revokedAt }) => (
          <ListRow
            key={id}
            leading={<Smartphone className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
            title={name}
            detail={
              revokedAt === null ? (
                <Trans>
                  Since <Time at={createdAt} style="date" />
                </Trans>
              ) : (
                <Trans>
                  Since <Time at={createdAt} style="date" />, no longer in use
                </Trans>
              )
            }
          />
        ))}
      </List>
    </Card>
  );
}

/** The last changes of a student's marks. */
export function PersonMarks({ entries }: { entries: readonly AttendanceLogEntry[] }) {
  const { i18n, t } = useLingui();
  if (entries.length === 0) return null;
  return (
    <Card title={t`Latest marks`} isFlush>
      <List label={t`Latest changes of marks`}>
        {entries.map((entry) => (
          <ListRow
            key={entry.id}
            title={`${entry.courseTitle} ${entry.sectionCode}`}
            detail={
              <>
                <Time at={entry.at} style="moment" />. {sourceText(entry, i18n, 'staff')}
                {entry.reason && ` ${t`Reason: ${reasonText(i18n, entry.reason)}`}`}
              </>
            }
            trailing={<StatusChip status={entry.to} />}
          />
        ))}
      </List>
    </Card>
  );
}

type AuditEntry = { id: number; at: number; actorName: string; action: string; detail: unknown };

/** What administrators did. */
export function PersonAudit({ personId, entries }: { personId: number; entries: readonly AuditEntry[] }) {
  const { t } = useLingui();
  const format = useFormat();
  if (entries.length === 0) return null;
  return (
    <Card title={t`Account log`} isFlush action={<TextLink to={paths.audit({ person: personId })}>{t`Audit log`}</TextLink>}>
      <List label={t`Changes of the account`}>
        {entries.map((entry) => (
          <ListRow
            key={entry.id}
            title={auditText(format, { action: entry.action, facts: entry.detail })}
            detail={
              <>
                {entry.actorName}, <Time at={entry.at} style="moment" />
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}
