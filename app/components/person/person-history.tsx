/** What happened with a person: devices, the last changes of marks, and what was done to the account. */
import { useLingui } from '@lingui/react';
import { Smartphone } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { StatusChip } from '#app/components/ui/status-chip';
import { type SchoolClock, Time } from '#app/components/ui/time/time';
import type { AttendanceLogEntry } from '#domain/register/register';
import { sourceText } from '../calendar/source-words';
import { auditText } from './person-words';

type Device = { id: string; name: string; createdAt: number; revokedAt: number | null };

/** Phones and browsers that check in. */
export function PersonDevices({ devices, clock }: { devices: readonly Device[]; clock: SchoolClock }) {
  if (devices.length === 0) return null;
  return (
    <Card title="Devices" isFlush>
      <List label="Devices that check in">
        {devices.map(({ id, name, createdAt, revokedAt }) => (
          <ListRow
            key={id}
            leading={<Smartphone className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
            title={name}
            detail={
              <>
                Since <Time at={createdAt} {...clock} style="date" />
                {revokedAt !== null && ', no longer in use'}
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}

/** The last changes of a student's marks. */
export function PersonMarks({ entries, clock }: { entries: readonly AttendanceLogEntry[]; clock: SchoolClock }) {
  const { i18n } = useLingui();
  if (entries.length === 0) return null;
  return (
    <Card title="Latest marks" isFlush>
      <List label="Latest changes of marks">
        {entries.map((entry) => (
          <ListRow
            key={entry.id}
            title={`${entry.courseTitle} ${entry.sectionCode}`}
            detail={
              <>
                <Time at={entry.at} {...clock} style="moment" />. {sourceText(entry, i18n, 'staff')}
                {entry.reason && ` Reason: ${entry.reason}`}
              </>
            }
            trailing={<StatusChip status={entry.to} />}
          />
        ))}
      </List>
    </Card>
  );
}

type AuditEntry = { id: number; at: number; actorName: string; action: string; detail: Record<string, unknown> };

/** What administrators did. */
export function PersonAudit({ entries, clock }: { entries: readonly AuditEntry[]; clock: SchoolClock }) {
  if (entries.length === 0) return null;
  return (
    <Card title="Account log" isFlush>
      <List label="Changes of the account">
        {entries.map((entry) => (
          <ListRow
            key={entry.id}
            title={auditText(entry)}
            detail={
              <>
                {entry.actorName}, <Time at={entry.at} {...clock} style="moment" />
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}
